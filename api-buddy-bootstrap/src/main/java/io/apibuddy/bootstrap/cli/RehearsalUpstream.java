package io.apibuddy.bootstrap.cli;

import io.apibuddy.ports.store.local.PlatformThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An API on loopback with one answer for every request, long enough to be stored compressed. */
final class RehearsalUpstream implements AutoCloseable {
  private static final int REQUEST_LIMIT = 16 * 1024;
  private static final String CONTENT = "[\"" + "rehearsal ".repeat(400) + "\"]";
  private static final byte[] ANSWER =
      ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
              + CONTENT.length()
              + "\r\n\r\n"
              + CONTENT)
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listening;

  RehearsalUpstream() throws IOException {
    listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    PlatformThreads.daemon("api-buddy-rehearsal", this::answer).start();
  }

  /** Returns the host and port of its URLs. */
  String authority() {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  private void answer() {
    while (!listening.isClosed()) {
      try (Socket client = listening.accept()) {
        // The requests have no content, and their heads come in one piece.
        if (client.getInputStream().read(new byte[REQUEST_LIMIT]) > 0) {
          client.getOutputStream().write(ANSWER);
        }
      } catch (IOException e) {
        // Goes on with the next connection; after close there is none.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
