package io.apibuddy.domain.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdminRateLimitTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AdminRateLimit rate = new AdminRateLimit();
  private final InetAddress client = InetAddress.getLoopbackAddress();
  private long now = Long.MAX_VALUE - SECOND;

  @Test
  void changesAreCountedInASlidingMinute() {
    for (int i = 0; i < 3; i++) {
      assertThat(rate.change(client, 3, now)).isZero();
      now += 10 * SECOND;
    }

    assertThat(rate.change(client, 3, now)).isEqualTo(30 * SECOND);
    now += 30 * SECOND;
    assertThat(rate.change(client, 3, now)).isZero();
    assertThat(rate.change(client, 3, now)).isEqualTo(10 * SECOND);
  }

  @Test
  void readsAreCountedSeparatelyWithTenTimesTheLimit() {
    for (int i = 0; i < 30; i++) {
      assertThat(rate.read(client, 3, now)).isZero();
    }

    assertThat(rate.read(client, 3, now)).isEqualTo(60 * SECOND);
    assertThat(rate.change(client, 3, now)).isZero();
  }

  @Test
  void lowerLimitAppliesAtOnce() {
    for (int i = 0; i < 4; i++) {
      assertThat(rate.change(client, 4, now)).isZero();
      now += 10 * SECOND;
    }

    assertThat(rate.change(client, 2, now)).isEqualTo(40 * SECOND);
  }

  @Test
  void eachAddressHasItsOwnLimit() throws Exception {
    assertThat(rate.change(client, 1, now)).isZero();

    assertThat(rate.change(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 1, now)).isZero();
  }
}
