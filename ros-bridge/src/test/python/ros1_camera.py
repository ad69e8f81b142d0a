"""A camera: publishes numbered raw pictures until it is killed. Arguments: master, hertz, node name."""
import os
import sys
import zlib

os.environ["ROS_MASTER_URI"] = sys.argv[1]
os.environ["ROS_IP"] = "127.0.0.1"
import rospy
from sensor_msgs.msg import Image

rospy.init_node(sys.argv[3], disable_signals=True)
publisher = rospy.Publisher("/camera/image_raw", Image, queue_size=10, tcp_nodelay=True)
rate = rospy.Rate(float(sys.argv[2]))
number = 0
while True:
    image = Image(height=480, width=640, encoding="rgb8", step=1920)
    image.data = bytes((number + i) % 256 for i in range(256)) * 3600
    image.header.frame_id = str(zlib.crc32(image.data))
    image.header.stamp = rospy.Time(1_600_000_000, number)
    publisher.publish(image)
    number += 1
    rate.sleep()
