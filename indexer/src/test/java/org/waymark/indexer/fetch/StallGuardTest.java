package org.waymark.indexer.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StallGuardTest {

  /** A byte, and then nothing until it is closed. */
  private static final class Stalled extends InputStream {
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean first = true;

    @Override
    public int read() throws IOException {
      if (first) {
        first = false;
        return 7;
      }
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IOException("closed");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      bytes[offset] = (byte) read();
      return 1;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void shouldEndAReadFromAPeerThatSendsNothing() throws IOException {
    try (StallGuard guard = new StallGuard(new Stalled(), Duration.ofMillis(50))) {
      assertThat(guard.read()).isEqualTo(7);
      assertThatThrownBy(guard::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nothing arrived");
    }
  }
}
