package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A wall clock that is set: what is stored may expire by it, and nothing else happens. */
class ClockJumpTest {
  private final FakeUpstream upstream = new FakeUpstream(UpstreamAnswer.of(200, CoreFixture.BODY));

  @Test
  void aClockThatIsSetForwardExpiresWhatIsStored() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofDays(3650));

      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("MISS");
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
      assertThat(upstream.calls()).isEqualTo(2);
    }
  }

  @Test
  void aClockThatIsSetBackLeavesWhatIsStoredInUse() throws Exception {
    try (CoreFixture proxy = new CoreFixture(upstream)) {
      proxy.get("/api/x");
      proxy.clock.advance(Duration.ofDays(-3650));

      CoreFixture.Answer hit = proxy.get("/api/x");
      assertThat(hit.field("X-Cache")).isEqualTo("HIT");
      assertThat(hit.field("Age")).isEqualTo("0");
      proxy.core.maintain();
      assertThat(proxy.get("/api/x").field("X-Cache")).isEqualTo("HIT");
      assertThat(upstream.calls()).isEqualTo(1);
    }
  }
}
