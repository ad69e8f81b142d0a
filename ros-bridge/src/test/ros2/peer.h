/* What both peers need: checksums, time, and the command line. */
#ifndef PEER_H
#define PEER_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WIDTH = 640, HEIGHT = 480, RGB_BYTES = WIDTH * HEIGHT * 3, MAX_JPEG_BYTES = 1 << 20 };

static uint32_t checksum(const uint8_t *bytes, size_t count) {
  uint32_t table[256];
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320u ^ (value >> 1) : value >> 1;
    table[i] = value;
  }
  uint32_t crc = 0xffffffffu;
  for (size_t i = 0; i < count; i++) crc = table[(crc ^ bytes[i]) & 0xff] ^ (crc >> 8);
  return ~crc;
}

static int64_t now_nanos(void) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void sleep_until(int64_t nanos) {
  int64_t left = nanos - now_nanos();
  if (left > 0) {
    struct timespec time = {left / 1000000000LL, left % 1000000000LL};
    nanosleep(&time, NULL);
  }
}

/* Until the file that START_FILE names is there: a writer cannot know whether its reader knows it, the test can. */
static void await_start(void) {
  const char *name = getenv("START_FILE");
  FILE *file = NULL;
  while (name && !(file = fopen(name, "r"))) sleep_until(now_nanos() + 10000000);
  if (file) fclose(file);
}

/* A picture's bytes by its number; returns how many. A JPEG has the number behind its end marker. */
static size_t picture(uint8_t *bytes, int number, const char *jpeg) {
  if (!jpeg) {
    for (size_t i = 0; i < RGB_BYTES; i++) bytes[i] = (uint8_t) (number + i * 31);
    return RGB_BYTES;
  }
  FILE *file = fopen(jpeg, "rb");
  if (!file) exit(3);
  size_t count = fread(bytes, 1, MAX_JPEG_BYTES - 16, file);
  fclose(file);
  return count + (size_t) sprintf((char *) bytes + count, "%06d", number);
}

/* Writes one line: stamp, delay in ms, then the pose's 7 numbers and the 36 of its covariance. */
static void tell_pose(FILE *out, int64_t stamp, const double *pose, const double *covariance) {
  fprintf(out, "%lld %.3f", (long long) stamp, (double) (now_nanos() - stamp) / 1e6);
  for (int i = 0; i < 7; i++) fprintf(out, " %.17g", pose[i]);
  for (int i = 0; i < 36; i++) fprintf(out, " %.17g", covariance[i]);
  fputc('\n', out);
  fflush(out);
}

static const char USAGE[] =
  "camera DOMAIN TOPIC reliable|best_effort HERTZ COUNT [JPEG]\nlistener DOMAIN TOPIC FILE\n";

#endif
