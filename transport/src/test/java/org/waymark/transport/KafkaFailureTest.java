package org.waymark.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class KafkaFailureTest {

  @Test
  void shouldSayThatNobodyAnswersWhereKafkaSpeaksOfMetadata() {
    Exception gone =
        new TimeoutException("Topic waymark.frames not present in metadata after 60000 ms.");
    assertThat(KafkaFailure.reason(gone)).contains("no broker answered").doesNotContain("metadata");
    assertThat(KafkaFailure.reason(new KafkaException("send failed", new ExecutionException(gone))))
        .contains("no broker answered");
  }

  @Test
  void shouldLeaveOtherFailuresTheirWords() {
    assertThat(KafkaFailure.reason(new ExecutionException(new RecordTooLargeException("9 MB are"))))
        .isEqualTo("9 MB are");
    assertThat(KafkaFailure.reason(new KafkaException())).contains("KafkaException");
  }
}
