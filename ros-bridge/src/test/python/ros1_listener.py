"""Prints what comes on /waymark/pose until it has enough. Arguments: master, how many."""
import os
import sys
import time

os.environ["ROS_MASTER_URI"] = sys.argv[1]
os.environ["ROS_IP"] = "127.0.0.1"
import rospy
from geometry_msgs.msg import PoseWithCovarianceStamped

rospy.init_node("listener", disable_signals=True)
lines = []


def heard(message):
    pose = message.pose.pose
    lines.append(f"{message.header.frame_id} {message.header.stamp.to_nsec()} {pose.position.x} {message.pose.covariance[35]}")


rospy.Subscriber("/waymark/pose", PoseWithCovarianceStamped, heard, tcp_nodelay=True)
while len(lines) < int(sys.argv[2]):
    time.sleep(0.05)
print("\n".join(lines))
