"""Writes stamp and delay in ms of what comes on /waymark/pose, line by line. Arguments: master, file."""
import os
import sys
import time

os.environ["ROS_MASTER_URI"] = sys.argv[1]
os.environ["ROS_IP"] = "127.0.0.1"
import rospy
from geometry_msgs.msg import PoseWithCovarianceStamped

rospy.init_node("listener", disable_signals=True)
out = open(sys.argv[2], "w", buffering=1)


def heard(message):
    stamp = message.header.stamp.to_nsec()
    out.write("%d %.3f\n" % (stamp, (time.time_ns() - stamp) / 1e6))


rospy.Subscriber("/waymark/pose", PoseWithCovarianceStamped, heard, tcp_nodelay=True, queue_size=1000)
time.sleep(600)
