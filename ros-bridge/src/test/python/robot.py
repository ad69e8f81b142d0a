"""A robot of rospy: a camera of 640x480 at /camera/image, odometry on /odom and /tf, the camera's mounting on /tf_static.

    robot.py MASTER raw|compressed HERTZ COUNT JPEG SENT [clock SPEED]

COUNT pictures and then silence; 0 goes on for ever. With a count it waits until the bridge and the witness listen. SENT gets
a line of stamp and CRC-32 for each picture; no two are equal. The robot goes ahead at 0.5 m/s of its own time. With "clock"
it is the simulation too: it publishes /clock, SPEED times as fast as the wall's, and its stamps are of that time.
"""
import os
import sys
import threading
import time
import zlib

os.environ["ROS_MASTER_URI"] = sys.argv[1]
os.environ.setdefault("ROS_IP", "127.0.0.1")
import rospy
from geometry_msgs.msg import TransformStamped
from nav_msgs.msg import Odometry
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import CompressedImage, Image
from tf2_msgs.msg import TFMessage

SIMULATED_START = 1000.0

kind, hertz, count = sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
jpeg = open(sys.argv[5], "rb").read()
sent = open(sys.argv[6], "w", buffering=1)
speed = float(sys.argv[8]) if len(sys.argv) > 8 else 0
raw = kind == "raw"
rospy.init_node("robot", disable_signals=True, disable_rostime=True)
images = rospy.Publisher("/camera/image", Image if raw else CompressedImage, queue_size=10, tcp_nodelay=True)
odometry = rospy.Publisher("/odom", Odometry, queue_size=10, tcp_nodelay=True)
transforms = rospy.Publisher("/tf", TFMessage, queue_size=10, tcp_nodelay=True)
fixed = rospy.Publisher("/tf_static", TFMessage, queue_size=1, latch=True)
began = time.time()


def now():
    return rospy.Time.from_sec(SIMULATED_START + (time.time() - began) * speed if speed else time.time())


def tick():
    clock = rospy.Publisher("/clock", Clock, queue_size=10, tcp_nodelay=True)
    while True:
        clock.publish(Clock(now()))
        time.sleep(0.01)


def tell_motion(stamp):
    x = 0.5 * (stamp.to_sec() % 1000)
    moved = TransformStamped(child_frame_id="base_link")
    moved.header.stamp, moved.header.frame_id = stamp, "odom"
    moved.transform.translation.x, moved.transform.rotation.w = x, 1
    transforms.publish(TFMessage([moved]))
    message = Odometry(child_frame_id="base_link")
    message.header = moved.header
    message.pose.pose.position.x, message.pose.pose.orientation.w = x, 1
    odometry.publish(message)


def picture(number):
    if raw:
        message = Image(height=480, width=640, encoding="rgb8", step=1920)
        message.data = bytes((number + i) % 256 for i in range(256)) * 3600
    else:
        # What stands behind a JPEG's end marker is no part of the picture, and makes each one different.
        message = CompressedImage(format="rgb8; jpeg compressed bgr8", data=jpeg + b"%06d" % (number % 1000000))
    message.header.frame_id = "camera"
    return message


mounting = TransformStamped(child_frame_id="camera")
mounting.header.frame_id = "base_link"
mounting.transform.translation.z, mounting.transform.rotation.w = 1, 1
fixed.publish(TFMessage([mounting]))
if speed:
    threading.Thread(target=tick, daemon=True).start()
if count:
    # The bridge and the witness.
    while images.get_num_connections() < 1 or odometry.get_num_connections() < 1 or transforms.get_num_connections() < 2:
        time.sleep(0.01)
    time.sleep(0.3)
due = time.time()
number = 0
while count == 0 or number < count:
    message = picture(number)
    stamp = now()
    tell_motion(stamp)
    message.header.stamp = stamp
    images.publish(message)
    sent.write("%d %d\n" % (stamp.to_nsec(), zlib.crc32(message.data)))
    number += 1
    due = max(due + 1 / hertz, time.time() - 0.5)
    time.sleep(max(0, due - time.time()))
while True:
    tell_motion(now())
    time.sleep(0.05)
