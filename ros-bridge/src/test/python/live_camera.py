"""A camera with true stamps. Arguments: master, raw or compressed, hertz, how many pictures, how many subscribers to wait for."""
import os
import sys
import time
import zlib

os.environ["ROS_MASTER_URI"] = sys.argv[1]
os.environ["ROS_IP"] = "127.0.0.1"
import rospy
from sensor_msgs.msg import CompressedImage, Image

kind, hertz, count = sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
rospy.init_node("camera", disable_signals=True)
raw = kind == "raw"
publisher = rospy.Publisher("/image", Image if raw else CompressedImage, queue_size=10, tcp_nodelay=True)
while publisher.get_num_connections() == 0:
    time.sleep(0.01)
time.sleep(0.2)
jpeg = open(sys.argv[5], "rb").read()
rate = rospy.Rate(hertz)
for number in range(count):
    if raw:
        message = Image(height=480, width=640, encoding="rgb8", step=1920)
        message.data = bytes((number + i) % 256 for i in range(256)) * 3600
    else:
        # What stands behind a JPEG's end marker is no part of the picture, and makes each one different.
        message = CompressedImage(format="rgb8; jpeg compressed bgr8", data=jpeg + b"%06d" % number)
    message.header.frame_id = "camera_%d" % zlib.crc32(message.data)
    message.header.stamp = rospy.Time.now()
    publisher.publish(message)
    rate.sleep()
time.sleep(600)
