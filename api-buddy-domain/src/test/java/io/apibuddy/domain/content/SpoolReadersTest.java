package io.apibuddy.domain.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.memory.ByteBudget;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SpoolReadersTest {

  @Test
  void slowReaderIsDroppedOnlyIfAnotherWaits() throws Exception {
    Spool spool = new Spool(new ByteBudget(1000), Duration.ofSeconds(30));
    SpoolReader slow = Objects.requireNonNull(spool.join());
    SpoolReader near = Objects.requireNonNull(spool.join());
    spool.append(new Body.Bytes(new byte[100]));
    SpoolReaders readers = new SpoolReaders();
    readers.add(slow);
    readers.add(near);
    assertThat(near.readNBytes(100)).hasSize(100);

    readers.closeLagging(50, 200);
    assertThat(slow.isClosed()).isFalse();

    readers.closeLagging(50, 100); // where the other waits
    assertThat(slow.isClosed()).isTrue();
    assertThat(near.isClosed()).isFalse();
    assertThat(readers.slowest(200)).isEqualTo(100);
  }
}
