package io.apibuddy.bootstrap.system;

import io.apibuddy.ports.contract.RawUpstream.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** HTTP/1.x messages on raw sockets. */
final class RawHttp {
  private static final int TIMEOUT_MILLIS = 60_000;

  private RawHttp() {}

  /** Sends a request without content on a connection of its own, to read the answer from. */
  static Peer ask(int port, String method, String target, String version) throws IOException {
    Peer peer = Peer.connect(port);
    peer.send(method + ' ' + target + ' ' + version + "\r\nHost: localhost\r\n\r\n");
    return peer;
  }

  /** Sends a request that ends its connection, from an address of this machine. */
  static String ask(String address, int port, String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Returns a request of a method, a target and fields that ends its connection. */
  static String closing(String request, String... fields) {
    StringBuilder message =
        new StringBuilder(request).append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    for (String field : fields) {
      message.append(field).append("\r\n");
    }
    return message.append("\r\n").toString();
  }

  /** Sends {@code request} and returns what comes until the peer closes or is silent for a time. */
  static String exchange(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
