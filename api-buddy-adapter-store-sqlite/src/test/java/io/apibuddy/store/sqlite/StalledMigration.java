package io.apibuddy.store.sqlite;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that migrates files of the first version, each on a thread of its own: the first stalls
 * before the first statement, the second before the second and so on, the last after them all. When
 * all of them stall, it prints "stalled" and waits to be killed; it also ends with its parent.
 */
final class StalledMigration {
  /** How many files there are: BEGIN, two numbers and COMMIT come besides the changes. */
  static final int FILES = SecondSchema.STATEMENTS.size() + 5;

  private StalledMigration() {}

  /** Migrates the files named by the arguments. */
  public static void main(String[] files) throws InterruptedException, IOException {
    CountDownLatch stalled = new CountDownLatch(files.length);
    for (int i = 0; i < files.length; i++) {
      Path file = Path.of(files[i]);
      int statements = i;
      Thread thread = new Thread(() -> migrate(file, statements, stalled));
      thread.setDaemon(true);
      thread.start();
    }
    stalled.await();
    System.out.println("stalled");
    if (System.in.read() >= 0) {
      throw new IOException("nobody has anything to say to it");
    }
  }

  private static void migrate(Path file, int statements, CountDownLatch stalled) {
    try {
      Connection connection = Pragmas.open(file);
      Pragmas.setUpWriter(connection);
      try (Statement statement = connection.createStatement()) {
        // Next to no changes stay in memory until the commit.
        statement.execute("PRAGMA cache_size = 1");
      }
      Runnable stall =
          () -> {
            stalled.countDown();
            while (true) {
              LockSupport.park();
            }
          };
      Schema.migrate(new Stalling(connection, statements, stall).connection());
      stall.run();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Wraps a connection that stalls before it executes one statement too many. */
  private static final class Stalling {
    private final Connection connection;
    private final Runnable stall;
    private int left;

    private Stalling(Connection connection, int left, Runnable stall) {
      this.connection = connection;
      this.left = left;
      this.stall = stall;
    }

    private Connection connection() {
      return proxy(
          Connection.class,
          connection,
          (method, result) ->
              method.equals("createStatement")
                  ? proxy(Statement.class, (Statement) result, (name, same) -> same)
                  : result);
    }

    private interface Answer {
      Object of(String method, Object result);
    }

    private <T> T proxy(Class<T> type, T target, Answer answer) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) -> {
                if (method.getName().equals("execute") && left-- == 0) {
                  stall.run();
                }
                try {
                  return answer.of(method.getName(), method.invoke(target, arguments));
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }));
    }
  }
}
