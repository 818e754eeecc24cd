package io.apibuddy.bootstrap.growth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;

/** Clients that disconnect in the middle of an answer and connect again. */
final class DisconnectingClients implements AutoCloseable {
  private final EventLoop loop = new EventLoop("quitters");
  private final int port;
  private final Supplier<String> targets;
  private final long patience;

  /**
   * Makes no clients yet.
   *
   * @param patience how long each client stays after the first byte
   */
  DisconnectingClients(int port, Supplier<String> targets, Duration patience) throws IOException {
    this.port = port;
    this.targets = targets;
    this.patience = patience.toNanos();
  }

  /** Opens more clients. */
  void open(int clients) {
    loop.execute(
        () -> {
          for (int i = 0; i < clients; i++) {
            new Quitter().come();
          }
        });
  }

  @Override
  public void close() {
    loop.close();
  }

  private final class Quitter extends Connection {
    private boolean answered;
    private long gone;

    Quitter() {
      super(loop);
    }

    void come() {
      loop.everyTurn(this::quit);
      connect(port);
    }

    @Override
    void connected() {
      answered = false;
      ask(port, targets.get());
    }

    @Override
    void received(ByteBuffer bytes) {
      if (!answered) {
        answered = true;
        gone = System.nanoTime() + patience;
      }
    }

    @Override
    void ended() {
      connect(port);
    }

    private void quit() {
      if (answered && System.nanoTime() >= gone) {
        answered = false;
        close();
        connect(port);
      }
    }
  }
}
