package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.VirtualThreads;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.local.PlatformThreads;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

class VirtualThreadTest {
  @TempDir Path directory;

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void readsOfAVirtualThreadRunOnAPlatformThread() throws Exception {
    try (SqliteStorage storage = TestStorage.open(directory.resolve("store.db"))) {
      store(storage);
      FutureTask<Boolean> caller = VirtualThreads.start(PlatformThreads::callerIsVirtual);
      FutureTask<Boolean> query =
          VirtualThreads.start(
              () -> storage.readers().call(statements -> PlatformThreads.callerIsVirtual()));
      FutureTask<Integer> candidates =
          VirtualThreads.start(() -> storage.responses().candidates(TestStorage.key("/x")).size());

      assertThat(caller.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(query.get(30, TimeUnit.SECONDS)).isFalse();
      assertThat(candidates.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  private static void store(Storage storage) {
    TestStorage.store(storage, "/x", new byte[10]);
  }
}
