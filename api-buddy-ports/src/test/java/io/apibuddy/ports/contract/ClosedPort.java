package io.apibuddy.ports.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a port of this machine on which nothing listens. */
public final class ClosedPort {
  private ClosedPort() {}

  /** Returns a port that was free a moment ago. */
  public static int find() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
