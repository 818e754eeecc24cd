package io.apibuddy.domain.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LockoutsTest {
  private static final long LOCKOUT = Duration.ofMinutes(5).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Lockouts lockouts = new Lockouts();
  private final InetAddress client = address(0x0a000001);
  private final InetAddress other = address(0x0a000002);

  /** Just before the overflow, as a real ticker may be. */
  private long now = Long.MAX_VALUE - SECOND;

  private static InetAddress address(int number) {
    try {
      return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(number).array());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(lockouts.failed(client, now, LOCKOUT)).isZero();
    }
  }

  @Test
  void fiveFailuresLockAnAddressOutAndNoOther() {
    fail(5);

    now += 10 * SECOND;
    assertThat(lockouts.remaining(client, now, LOCKOUT)).isEqualTo(290 * SECOND);
    assertThat(lockouts.failed(client, now, LOCKOUT)).isEqualTo(290 * SECOND);
    assertThat(lockouts.succeeded(client, now, LOCKOUT)).isEqualTo(290 * SECOND);
    assertThat(lockouts.isClear(client)).isFalse();
    assertThat(lockouts.remaining(other, now, LOCKOUT)).isZero();
    assertThat(lockouts.isClear(other)).isTrue();
  }

  @Test
  void lockoutEndsAndCanBeginAnew() {
    fail(5);

    now += LOCKOUT - 1;
    assertThat(lockouts.remaining(client, now, LOCKOUT)).isEqualTo(1);
    now += 1;
    assertThat(lockouts.remaining(client, now, LOCKOUT)).isZero();
    fail(5);
    assertThat(lockouts.remaining(client, now, LOCKOUT)).isEqualTo(LOCKOUT);
  }

  @Test
  void successResetsTheCountOfFailures() {
    fail(4);
    assertThat(lockouts.isClear(client)).isFalse();

    assertThat(lockouts.succeeded(client, now, LOCKOUT)).isZero();

    assertThat(lockouts.isClear(client)).isTrue();
    fail(5);
  }

  @Test
  void oldFailuresAreForgotten() {
    fail(4);
    now += LOCKOUT;

    fail(5);
  }

  @Test
  void ofConcurrentFailuresNoMoreThanFiveAreCountedBeforeTheLockout() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Long>> tries = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        tries.add(() -> lockouts.failed(client, now, LOCKOUT));
      }
      int counted = 0;
      for (Future<Long> result : threads.invokeAll(tries)) {
        counted += result.get() == 0 ? 1 : 0;
      }
      assertThat(counted).isEqualTo(5);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void numberOfAddressesIsBounded() {
    for (int i = 0; i < 1_000_000; i++) {
      lockouts.failed(address(i), now, LOCKOUT);
    }

    assertThat(lockouts.addresses()).isEqualTo(4_096);
    assertThat(lockouts.isClear(address(0))).isTrue();
    assertThat(lockouts.isClear(address(999_999))).isFalse();
    assertThat(lockouts.isClear(address(1_000_000 - 4_096))).isFalse();
    assertThat(lockouts.isClear(address(1_000_000 - 4_097))).isTrue();
  }
}
