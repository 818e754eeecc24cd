package io.apibuddy.ports.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port on loopback that refuses connections, and that no other process gets while it is held. */
public final class ClosedPort implements AutoCloseable {
  private final Socket holder = new Socket();

  /** Takes any free port. */
  public ClosedPort() throws IOException {
    holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // but does not listen
  }

  /** Returns its number. */
  public int number() {
    return holder.getLocalPort();
  }

  /** Frees the port. */
  @Override
  public void close() throws IOException {
    holder.close();
  }
}
