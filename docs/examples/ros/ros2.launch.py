"""Starts the Waymark bridge: ros2 launch ros2.launch.py robot:=r1 image:=/camera/image_raw kafka:=127.0.0.1:9092

`waymark` has to be in PATH, and libddsc (Debian: libddsc0debian) installed.
"""
from launch import LaunchDescription
from launch.actions import DeclareLaunchArgument, ExecuteProcess, SetEnvironmentVariable
from launch.substitutions import LaunchConfiguration


def generate_launch_description():
    return LaunchDescription([
        DeclareLaunchArgument("robot", default_value="r1"),
        DeclareLaunchArgument("image", default_value="/camera/image_raw"),
        DeclareLaunchArgument("kafka", default_value="127.0.0.1:9092"),
        DeclareLaunchArgument("use_sim_time", default_value="false"),
        DeclareLaunchArgument("range", default_value="SUBNET"),
        SetEnvironmentVariable("ROS_AUTOMATIC_DISCOVERY_RANGE", LaunchConfiguration("range")),
        ExecuteProcess(
            cmd=[
                "waymark", "bridge", "ros2",
                "--robot", LaunchConfiguration("robot"),
                "--image", LaunchConfiguration("image"),
                "--bootstrap-servers", LaunchConfiguration("kafka"),
                "--ros-args", "-p", ["use_sim_time:=", LaunchConfiguration("use_sim_time")],
            ],
            output="screen",
            respawn=True,
            respawn_delay=2.0,
        ),
    ])
