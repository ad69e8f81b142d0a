package org.waymark.bridge.live.in;

/** Why a picture that came was not sent. */
public enum Drop {
  MALFORMED("malformed"),
  TOO_LARGE("too large for Kafka"),
  RATE("rate limit"),
  PARKED("parked"),
  BACKLOG("backlog"),
  KAFKA("Kafka refused");

  private final String words;

  Drop(String words) {
    this.words = words;
  }

  /** As diagnostics say it. */
  public String words() {
    return words;
  }
}
