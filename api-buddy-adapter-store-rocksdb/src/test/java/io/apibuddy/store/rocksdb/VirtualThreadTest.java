package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.VirtualThreads;
import io.apibuddy.ports.store.local.PlatformThreads;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Native calls run on platform threads only, so that they pin no carrier. */
class VirtualThreadTest {
  @TempDir Path directory;

  @Test
  void aPlatformThreadWorksInPlace() {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      assertThat(storage.engine().<Thread>read(database -> Thread.currentThread()))
          .isSameAs(Thread.currentThread());
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void aVirtualThreadHandsItsWorkOver() throws Exception {
    try (RocksDbStorage storage = TestStorage.open(directory)) {
      FutureTask<Boolean> caller = VirtualThreads.start(PlatformThreads::callerIsVirtual);
      FutureTask<Boolean> work =
          VirtualThreads.start(
              () -> storage.engine().read(database -> PlatformThreads.callerIsVirtual()));
      FutureTask<Long> stored =
          VirtualThreads.start(
              () -> TestStorage.store(storage, "a", "/x", new byte[100_000]).length());

      assertThat(caller.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(work.get(30, TimeUnit.SECONDS)).isFalse();
      assertThat(stored.get(30, TimeUnit.SECONDS)).isEqualTo(100_000);
    }
  }
}
