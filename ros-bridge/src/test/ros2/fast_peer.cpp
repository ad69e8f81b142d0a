// A camera and a listener over Fast DDS, as a ROS 2 node with rmw_fastrtps looks on the wire. With FAST_LOOPBACK=1 as
// with ROS_LOCALHOST_ONLY=1, else with Fast DDS's own transports: shared memory, and UDP with multicast.
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>
#include <fastdds/dds/domain/DomainParticipant.hpp>
#include <fastdds/dds/domain/DomainParticipantFactory.hpp>
#include <fastdds/dds/publisher/DataWriter.hpp>
#include <fastdds/dds/publisher/Publisher.hpp>
#include <fastdds/dds/subscriber/DataReader.hpp>
#include <fastdds/dds/subscriber/SampleInfo.hpp>
#include <fastdds/dds/subscriber/Subscriber.hpp>
#include <fastdds/dds/topic/TypeSupport.hpp>
#include <fastdds/rtps/transport/UDPv4TransportDescriptor.h>
#include <fastrtps/utils/IPLocator.h>
#include "messagesPubSubTypes.h"
#include "peer.h"

using namespace eprosima::fastdds::dds;
using eprosima::fastrtps::types::ReturnCode_t;
using PoseMessage = geometry_msgs::msg::dds_::PoseWithCovarianceStamped_;

static DomainParticipant *join(int domain) {
  DomainParticipantQos qos;
  if (std::getenv("FAST_LOOPBACK")) {
    auto udp = std::make_shared<eprosima::fastdds::rtps::UDPv4TransportDescriptor>();
    udp->interfaceWhiteList.push_back("127.0.0.1");
    qos.transport().use_builtin_transports = false;
    qos.transport().user_transports.push_back(udp);
  }
  DomainParticipant *participant = DomainParticipantFactory::get_instance()->create_participant(domain, qos);
  if (!participant) std::exit(2);
  return participant;
}

static Topic *create_topic(DomainParticipant *participant, const char *name, TypeSupport type) {
  type.register_type(participant);
  return participant->create_topic(name, type.get_type_name(), TOPIC_QOS_DEFAULT);
}

template <typename Message>
static void send(DataWriter *writer, Message &message, std::vector<uint8_t> &bytes) {
  message.data(bytes);
  message.header().frame_id("camera_" + std::to_string(checksum(bytes.data(), bytes.size())));
  int64_t now = now_nanos();
  message.header().stamp().sec(static_cast<int32_t>(now / 1000000000LL));
  message.header().stamp().nanosec(static_cast<uint32_t>(now % 1000000000LL));
  if (!writer->write(&message)) std::exit(4);
}

static void camera(DomainParticipant *participant, char **argument, const char *jpeg) {
  Topic *topic = jpeg
    ? create_topic(participant, argument[0], TypeSupport(new sensor_msgs::msg::dds_::CompressedImage_PubSubType()))
    : create_topic(participant, argument[0], TypeSupport(new sensor_msgs::msg::dds_::Image_PubSubType()));
  DataWriterQos qos;
  bool reliable = !strcmp(argument[1], "reliable");
  qos.reliability().kind = reliable ? RELIABLE_RELIABILITY_QOS : BEST_EFFORT_RELIABILITY_QOS;
  // A reliable camera waits for slow readers, so that tests can count.
  qos.reliability().max_blocking_time = eprosima::fastrtps::Duration_t(5, 0);
  qos.history().kind = reliable ? KEEP_ALL_HISTORY_QOS : KEEP_LAST_HISTORY_QOS;
  qos.history().depth = 5;
  qos.resource_limits().max_samples = 30;
  qos.resource_limits().max_samples_per_instance = 30;
  qos.resource_limits().allocated_samples = 5;
  qos.publish_mode().kind = ASYNCHRONOUS_PUBLISH_MODE;
  qos.endpoint().history_memory_policy = eprosima::fastrtps::rtps::PREALLOCATED_WITH_REALLOC_MEMORY_MODE;
  DataWriter *writer = participant->create_publisher(PUBLISHER_QOS_DEFAULT)->create_datawriter(topic, qos);
  PublicationMatchedStatus matched;
  do {
    sleep_until(now_nanos() + 10000000);
    writer->get_publication_matched_status(matched);
  } while (matched.current_count == 0);
  await_start();
  int64_t period = static_cast<int64_t>(1e9 / atof(argument[2]));
  int count = atoi(argument[3]);
  int64_t start = now_nanos();
  std::vector<uint8_t> bytes;
  for (int number = 0; number < count; number++) {
    bytes.resize(jpeg ? MAX_JPEG_BYTES : RGB_BYTES);
    bytes.resize(picture(bytes.data(), number, jpeg));
    if (jpeg) {
      sensor_msgs::msg::dds_::CompressedImage_ image;
      image.format("rgb8; jpeg compressed bgr8");
      send(writer, image, bytes);
    } else {
      sensor_msgs::msg::dds_::Image_ image;
      image.height(HEIGHT);
      image.width(WIDTH);
      image.encoding("rgb8");
      image.step(WIDTH * 3);
      send(writer, image, bytes);
    }
    sleep_until(start + (number + 1) * period);
  }
  printf("sent %d\n", count);
  fflush(stdout);
  sleep_until(now_nanos() + 600000000000LL);
}

static void listener(DomainParticipant *participant, const char *name, const char *file) {
  Topic *topic = create_topic(
    participant, name, TypeSupport(new geometry_msgs::msg::dds_::PoseWithCovarianceStamped_PubSubType()));
  DataReaderQos qos;
  qos.reliability().kind = RELIABLE_RELIABILITY_QOS;
  qos.history().depth = 100;
  qos.endpoint().history_memory_policy = eprosima::fastrtps::rtps::PREALLOCATED_WITH_REALLOC_MEMORY_MODE;
  DataReader *reader = participant->create_subscriber(SUBSCRIBER_QOS_DEFAULT)->create_datareader(topic, qos);
  // The file is there when a publisher is.
  SubscriptionMatchedStatus matched;
  do {
    sleep_until(now_nanos() + 10000000);
    reader->get_subscription_matched_status(matched);
  } while (matched.current_count == 0);
  sleep_until(now_nanos() + 200000000);
  FILE *out = fopen(file, "w");
  PoseMessage message;
  SampleInfo info;
  while (true) {
    if (reader->take_next_sample(&message, &info) != ReturnCode_t::RETCODE_OK) {
      sleep_until(now_nanos() + 1000000);
    } else if (info.valid_data) {
      auto &at = message.pose().pose();
      double pose[] = {at.position().x(), at.position().y(), at.position().z(),
        at.orientation().x(), at.orientation().y(), at.orientation().z(), at.orientation().w()};
      auto &stamp = message.header().stamp();
      tell_pose(out, stamp.sec() * 1000000000LL + stamp.nanosec(), pose, message.pose().covariance().data());
    }
  }
}

int main(int count, char **argument) {
  if (count < 5) {
    fputs(USAGE, stderr);
    return 2;
  }
  DomainParticipant *participant = join(atoi(argument[2]));
  if (!strcmp(argument[1], "camera") && count > 6) {
    camera(participant, argument + 3, count > 7 ? argument[7] : nullptr);
  } else {
    listener(participant, argument[3], argument[4]);
  }
  return 0;
}
