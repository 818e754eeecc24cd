package io.apibuddy.domain.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Body;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SpoolReadersTest {

  @Test
  void whoReadsSlowlyIsNotTakenForOneWhoStandsStillUnlessOthersWait() throws Exception {
    Spool spool = new Spool(new ByteBudget(1000), Duration.ofSeconds(30));
    SpoolReader stuck = Objects.requireNonNull(spool.join());
    SpoolReader slow = Objects.requireNonNull(spool.join());
    SpoolReader near = Objects.requireNonNull(spool.join());
    spool.append(new Body.Bytes(new byte[100]));
    SpoolReaders readers = new SpoolReaders();
    readers.add(stuck);
    readers.add(slow);
    readers.add(near);
    assertThat(near.readNBytes(100)).hasSize(100);

    readers.mark();
    assertThat(slow.read()).isZero();
    readers.dropHoldingUp(50, 200);
    assertThat(stuck.isClosed()).isTrue();
    assertThat(slow.isClosed()).isFalse();
    assertThat(near.isClosed()).isFalse();

    readers.mark();
    assertThat(slow.read()).isZero();
    readers.dropHoldingUp(50, 100); // where the third waits
    assertThat(slow.isClosed()).isTrue();
    assertThat(readers.slowest(200)).isEqualTo(100);
  }
}
