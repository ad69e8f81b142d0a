/* A camera and a listener over Cyclone DDS's C API, as a ROS 2 node with rmw_cyclonedds looks on the wire. */
#include "dds/dds.h"
#include "messages.h"
#include "peer.h"

typedef sensor_msgs_msg_dds__Image_ Image;
typedef sensor_msgs_msg_dds__CompressedImage_ CompressedImage;
typedef geometry_msgs_msg_dds__PoseWithCovarianceStamped_ PoseMessage;

static dds_entity_t check(dds_entity_t entity) {
  if (entity < 0) {
    fprintf(stderr, "%s\n", dds_strretcode(entity));
    exit(2);
  }
  return entity;
}

static void set_header(std_msgs_msg_dds__Header_ *header, const uint8_t *bytes, size_t count, char *frame) {
  int64_t now = now_nanos();
  sprintf(frame, "camera_%u", checksum(bytes, count));
  header->frame_id = frame;
  header->stamp.sec = (int32_t) (now / 1000000000LL);
  header->stamp.nanosec = (uint32_t) (now % 1000000000LL);
}

static void camera(dds_entity_t participant, char **argument, const char *jpeg) {
  dds_qos_t *qos = dds_create_qos();
  int reliable = !strcmp(argument[1], "reliable");
  dds_qset_reliability(qos, reliable ? DDS_RELIABILITY_RELIABLE : DDS_RELIABILITY_BEST_EFFORT, DDS_SECS(5));
  // A reliable camera waits for slow readers, so that tests can count.
  dds_qset_history(qos, reliable ? DDS_HISTORY_KEEP_ALL : DDS_HISTORY_KEEP_LAST, 5);
  dds_entity_t topic = check(dds_create_topic(participant,
    jpeg ? &sensor_msgs_msg_dds__CompressedImage__desc : &sensor_msgs_msg_dds__Image__desc, argument[0], NULL, NULL));
  dds_entity_t writer = check(dds_create_writer(participant, topic, qos, NULL));
  dds_publication_matched_status_t matched = {0};
  while (matched.current_count == 0) {
    dds_get_publication_matched_status(writer, &matched);
    dds_sleepfor(DDS_MSECS(10));
  }
  await_start();
  int64_t period = (int64_t) (1e9 / atof(argument[2]));
  int count = atoi(argument[3]);
  int64_t start = now_nanos();
  uint8_t *bytes = malloc(RGB_BYTES > MAX_JPEG_BYTES ? RGB_BYTES : MAX_JPEG_BYTES);
  char frame[32];
  for (int number = 0; number < count; number++) {
    size_t size = picture(bytes, number, jpeg);
    if (jpeg) {
      CompressedImage image = {.format = "rgb8; jpeg compressed bgr8"};
      set_header(&image.header, bytes, size, frame);
      image.data._buffer = bytes;
      image.data._length = image.data._maximum = (uint32_t) size;
      check(dds_write(writer, &image));
    } else {
      Image image = {.height = HEIGHT, .width = WIDTH, .encoding = "rgb8", .step = WIDTH * 3};
      set_header(&image.header, bytes, size, frame);
      image.data._buffer = bytes;
      image.data._length = image.data._maximum = (uint32_t) size;
      check(dds_write(writer, &image));
    }
    sleep_until(start + (number + 1) * period);
  }
  printf("sent %d\n", count);
  fflush(stdout);
  dds_sleepfor(DDS_SECS(600));
}

static void listener(dds_entity_t participant, const char *name, const char *file) {
  dds_qos_t *qos = dds_create_qos();
  dds_qset_reliability(qos, DDS_RELIABILITY_RELIABLE, DDS_SECS(1));
  dds_qset_history(qos, DDS_HISTORY_KEEP_LAST, 100);
  dds_entity_t topic = check(
    dds_create_topic(participant, &geometry_msgs_msg_dds__PoseWithCovarianceStamped__desc, name, NULL, NULL));
  dds_entity_t reader = check(dds_create_reader(participant, topic, qos, NULL));
  // The file is there when a publisher is.
  dds_subscription_matched_status_t matched = {0};
  while (matched.current_count == 0) {
    dds_get_subscription_matched_status(reader, &matched);
    dds_sleepfor(DDS_MSECS(10));
  }
  dds_sleepfor(DDS_MSECS(200));
  FILE *out = fopen(file, "w");
  while (1) {
    void *sample = NULL;
    dds_sample_info_t info;
    int taken = dds_take(reader, &sample, &info, 1, 1);
    if (taken > 0) {
      if (info.valid_data) {
        PoseMessage *message = sample;
        geometry_msgs_msg_dds__Pose_ *at = &message->pose.pose;
        double pose[] = {at->position.x, at->position.y, at->position.z,
          at->orientation.x, at->orientation.y, at->orientation.z, at->orientation.w};
        tell_pose(out, message->header.stamp.sec * 1000000000LL + message->header.stamp.nanosec, pose,
          message->pose.covariance);
      }
      dds_return_loan(reader, &sample, taken);
    } else {
      dds_sleepfor(DDS_MSECS(1));
    }
  }
}

int main(int count, char **argument) {
  if (count < 5) {
    fputs(USAGE, stderr);
    return 2;
  }
  dds_entity_t participant = check(dds_create_participant((dds_domainid_t) atoi(argument[2]), NULL, NULL));
  if (!strcmp(argument[1], "camera") && count > 6) {
    camera(participant, argument + 3, count > 7 ? argument[7] : NULL);
  } else {
    listener(participant, argument[3], argument[4]);
  }
  return 0;
}
