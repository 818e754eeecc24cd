package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.local.PlatformThreads;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

class VirtualThreadTest {
  @TempDir Path directory;

  @Test
  void aPlatformThreadIsNotTakenForAVirtualOne() {
    assertThat(PlatformThreads.callerIsVirtual()).isFalse();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void aVirtualThreadReadsOnAPlatformThread() throws Exception {
    Executor virtual = task -> startVirtualThread(task);
    try (SqliteStorage storage = TestStorage.open(directory.resolve("store.db"))) {
      store(storage);
      FutureTask<Boolean> caller = new FutureTask<>(PlatformThreads::callerIsVirtual);
      virtual.execute(caller);
      FutureTask<Boolean> query =
          new FutureTask<>(
              () -> storage.readers().call(statements -> PlatformThreads.callerIsVirtual()));
      virtual.execute(query);
      FutureTask<Integer> candidates =
          new FutureTask<>(() -> storage.responses().candidates(TestStorage.key("/x")).size());
      virtual.execute(candidates);

      assertThat(caller.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(query.get(30, TimeUnit.SECONDS)).isFalse();
      assertThat(candidates.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  private static void store(Storage storage) {
    TestStorage.store(storage, "/x", new byte[10]);
  }

  private static void startVirtualThread(Runnable task) {
    try {
      Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
