package io.apibuddy.bootstrap.system;

import io.apibuddy.ports.contract.RawUpstream.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Bytes on a socket. */
final class RawHttp {

  private RawHttp() {}

  /** Sends a request without content on a connection of its own, to read the answer from. */
  static Peer ask(int port, String method, String target, String version) throws IOException {
    Peer peer = Peer.connect(port);
    peer.send(method + ' ' + target + ' ' + version + "\r\nHost: localhost\r\n\r\n");
    return peer;
  }

  /** Sends {@code request} and returns what comes until the peer closes or is silent for a time. */
  static String exchange(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
