package org.waymark.transport;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * What a client's failure means to a user. A broker that is gone shows in Kafka's words as a topic
 * that is "not present in metadata" or as records that expired.
 */
public final class KafkaFailure {

  private KafkaFailure() {}

  /** The failure in a few words, to follow the name of the cluster and a colon. */
  public static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return "no broker answered in time; is it running, and reachable at its advertised"
            + " address?";
      }
    }
    Throwable shown =
        failure instanceof ExecutionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return shown.getMessage() == null ? shown.toString() : shown.getMessage();
  }
}
