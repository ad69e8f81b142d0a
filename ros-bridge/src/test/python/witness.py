"""Writes down what a node of rospy gets from the bridge, one line each; times in nanoseconds of this machine's clock.

    witness.py MASTER FILE raw|compressed|none

pose ARRIVAL STAMP X          ~pose
tf ARRIVAL STAMP X            map -> odom of /tf
image ARRIVAL STAMP CRC       the camera's own picture, for comparison
look ARRIVAL STAMP X          where tf2 says base_link is in the map, at the pose's stamp, asked twice a second
said ARRIVAL NAME|MESSAGE|KEY=VALUE|...    a status of /diagnostics
"""
import os
import sys
import threading
import time
import zlib

os.environ["ROS_MASTER_URI"] = sys.argv[1]
os.environ.setdefault("ROS_IP", "127.0.0.1")
import rospy
import tf2_ros
from diagnostic_msgs.msg import DiagnosticArray
from geometry_msgs.msg import PoseWithCovarianceStamped
from sensor_msgs.msg import CompressedImage, Image
from tf2_msgs.msg import TFMessage

rospy.init_node("witness", disable_signals=True)
out = open(sys.argv[2], "w", buffering=1)
lock = threading.Lock()
newest = [None]


def tell(*words):
    with lock:
        out.write(" ".join(map(str, words)) + "\n")


def pose(message):
    tell("pose", time.time_ns(), message.header.stamp.to_nsec(), "%.6f" % message.pose.pose.position.x)
    newest[0] = message.header.stamp


def transform(message):
    arrival = time.time_ns()
    for t in message.transforms:
        if t.child_frame_id == "odom":
            tell("tf", arrival, t.header.stamp.to_nsec(), "%.6f" % t.transform.translation.x)


def image(message):
    arrival = time.time_ns()
    tell("image", arrival, message.header.stamp.to_nsec(), zlib.crc32(message.data))


def diagnostics(message):
    for s in message.status:
        tell("said", time.time_ns(), "|".join([s.name, s.message] + ["%s=%s" % (v.key, v.value) for v in s.values]).replace("\n", " "))


def subscribe(topic, kind, heard):
    rospy.Subscriber(topic, kind, heard, tcp_nodelay=True, queue_size=1000, buff_size=1 << 24)


subscribe("/waymark/pose", PoseWithCovarianceStamped, pose)
subscribe("/tf", TFMessage, transform)
subscribe("/diagnostics", DiagnosticArray, diagnostics)
if sys.argv[3] != "none":
    subscribe("/camera/image", Image if sys.argv[3] == "raw" else CompressedImage, image)
buffer = tf2_ros.Buffer()
listener = tf2_ros.TransformListener(buffer)
while True:
    time.sleep(0.5)
    stamp = newest[0]
    if stamp is not None:
        newest[0] = None
        try:
            found = buffer.lookup_transform("map", "base_link", stamp, rospy.Duration(0))
            tell("look", time.time_ns(), stamp.to_nsec(), "%.6f" % found.transform.translation.x)
        except tf2_ros.TransformException as e:
            tell("nolook", time.time_ns(), stamp.to_nsec(), str(e).replace("\n", " "))
