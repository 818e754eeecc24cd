package io.apibuddy.ports.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port of this machine at which nobody listens. */
public final class ClosedPort {
  private ClosedPort() {}

  /** Returns one that was free a moment ago. */
  public static int find() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
