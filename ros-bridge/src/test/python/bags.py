"""Bags for tests, written by the real rosbag (Debian: python3-rosbag python3-sensor-msgs python3-nav-msgs python3-tf2-msgs).

    /usr/bin/python3 bags.py words OUT.bag none|bz2|lz4
        300 std_msgs/String on /words/0 .. /words/2, and beside it OUT.bag.txt with lines
        "topic type nanoseconds bytes-in-hex", in the bag's order.
    /usr/bin/python3 bags.py pictures OUT.bag none|bz2|lz4 MEGABYTES
        raw pictures of 640x480 on /camera/image_raw and odometry on /odom until the messages have that many megabytes, and
        beside it OUT.bag.txt: for each message where the file ended when it was written. In a bag without compression that
        is where the message ends.
    /usr/bin/python3 bags.py drive SEQUENCE OUT.bag none|bz2|lz4
        a sequence of 7-Scenes as a robot would have recorded it: the pictures' files as
        sensor_msgs/CompressedImage on /camera/image/compressed, the true poses of base_link as
        geometry_msgs/PoseStamped on /ground_truth, odometry with drift on /odom, the camera's
        mounting on /tf_static and its calibration on /camera/camera_info.
"""
import glob
import io
import math
import os
import re
import sys

import numpy as np
import rosbag
import rospy
from geometry_msgs.msg import PoseStamped, TransformStamped
from nav_msgs.msg import Odometry
from sensor_msgs.msg import CameraInfo, CompressedImage, Image
from std_msgs.msg import String
from tf2_msgs.msg import TFMessage

START = 1_500_000_000
HERTZ = 30
# The camera looks forward, 0.1 m before base_link and 0.5 m above it.
MOUNT = np.array([[0, 0, 1, 0.1], [-1, 0, 0, 0.0], [0, -1, 0, 0.5], [0, 0, 0, 1]], float)


def quaternion(r):
    """x y z w of a rotation matrix (Shepperd)."""
    q = np.array([r[0, 0] - r[1, 1] - r[2, 2], r[1, 1] - r[0, 0] - r[2, 2], r[2, 2] - r[0, 0] - r[1, 1], np.trace(r)])
    i = int(np.argmax(q))
    s = 2 * math.sqrt(1 + q[i])
    if i == 3:
        v = [(r[2, 1] - r[1, 2]) / s, (r[0, 2] - r[2, 0]) / s, (r[1, 0] - r[0, 1]) / s, s / 4]
    else:
        j, k = (i + 1) % 3, (i + 2) % 3
        v = [0.0] * 4
        v[i], v[j], v[k] = s / 4, (r[j, i] + r[i, j]) / s, (r[k, i] + r[i, k]) / s
        v[3] = (r[k, j] - r[j, k]) / s
    v = np.array(v)
    return v / np.linalg.norm(v)


def fill(position, orientation, m):
    position.x, position.y, position.z = m[:3, 3]
    orientation.x, orientation.y, orientation.z, orientation.w = quaternion(m[:3, :3])


def words(out, compression):
    with rosbag.Bag(out, "w", compression=compression, chunk_threshold=4000) as bag, open(out + ".txt", "w") as listed:
        for i in range(300):
            message = String(data=("word %d " % i) * (i % 40))
            stamp = rospy.Time(START + i // 10, (i % 10) * 100_000_000)
            bag.write("/words/%d" % (i % 3), message, stamp)
            data = io.BytesIO()
            message.serialize(data)
            listed.write("/words/%d std_msgs/String %d %s\n" % (i % 3, stamp.to_nsec(), data.getvalue().hex()))


def pictures(out, compression, megabytes):
    random = np.random.default_rng(3)
    left = float(megabytes) * 1e6
    # Half of a picture is noise, which cannot be packed.
    noise = random.integers(0, 256, (240, 1920), np.uint8)
    number = 0
    with rosbag.Bag(out, "w", compression=compression) as bag, open(out + ".txt", "w") as listed:
        while left > 0:
            stamp = rospy.Time(START + number // HERTZ, (number % HERTZ) * 1_000_000_000 // HERTZ)
            image = Image(height=480, width=640, encoding="rgb8", step=1920)
            image.header.stamp, image.header.frame_id, image.header.seq = stamp, "camera_optical", number
            image.data = np.full((240, 1920), number % 256, np.uint8).tobytes() + np.roll(noise, number).tobytes()
            odometry = Odometry(child_frame_id="base_link")
            odometry.header.stamp, odometry.header.frame_id = stamp, "odom"
            odometry.pose.pose.orientation.w = 1
            for topic, message in (("/camera/image_raw", image), ("/odom", odometry)):
                bag.write(topic, message, stamp)
                listed.write("%d\n" % bag._file.tell())
            left -= len(image.data)
            number += 1


def drive(folder, out, compression):
    random = np.random.default_rng(7)
    drift = np.eye(4)
    previous = None
    with rosbag.Bag(out, "w", compression=compression) as bag:
        mounting = TransformStamped(child_frame_id="camera_optical")
        mounting.header.frame_id = "base_link"
        mounting.header.stamp = rospy.Time(START)
        fill(mounting.transform.translation, mounting.transform.rotation, MOUNT)
        bag.write("/tf_static", TFMessage([mounting]), rospy.Time(START))
        pictures = sorted(glob.glob(os.path.join(folder, "frame-*.color.*")))
        for picture in pictures:
            number = int(re.search(r"frame-(\d+)", picture).group(1))
            stamp = rospy.Time(START + number // HERTZ, (number % HERTZ) * 1_000_000_000 // HERTZ)
            pose = np.loadtxt(os.path.join(folder, "frame-%06d.pose.txt" % number))
            # The published rotations are so only to 1e-4; the nearest rotation.
            u, _, v = np.linalg.svd(pose[:3, :3])
            pose[:3, :3] = u @ v
            base = pose @ np.linalg.inv(MOUNT)
            image = CompressedImage(format="jpeg" if picture.endswith("jpg") else "png")
            image.header.stamp, image.header.frame_id = stamp, "camera_optical"
            with open(picture, "rb") as file:
                image.data = file.read()
            bag.write("/camera/image/compressed", image, stamp)
            info = CameraInfo(width=640, height=480, K=[585, 0, 320, 0, 585, 240, 0, 0, 1])
            info.header = image.header
            bag.write("/camera/camera_info", info, stamp)
            truth = PoseStamped()
            truth.header.stamp, truth.header.frame_id = stamp, "map"
            fill(truth.pose.position, truth.pose.orientation, base)
            bag.write("/ground_truth", truth, stamp)
            if previous is not None:
                step = np.linalg.inv(previous) @ base
                step[:3, 3] *= 1 + random.normal(0, 0.02, 3)
                drift = drift @ step
            previous = base
            odometry = Odometry(child_frame_id="base_link")
            odometry.header.stamp, odometry.header.frame_id = stamp, "odom"
            fill(odometry.pose.pose.position, odometry.pose.pose.orientation, drift)
            bag.write("/odom", odometry, stamp)


if __name__ == "__main__":
    {"words": words, "pictures": pictures, "drive": drive}[sys.argv[1]](*sys.argv[2:])
