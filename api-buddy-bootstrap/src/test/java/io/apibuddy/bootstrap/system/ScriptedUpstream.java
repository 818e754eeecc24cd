package io.apibuddy.bootstrap.system;

import io.apibuddy.ports.contract.RawUpstream;
import io.apibuddy.ports.contract.RawUpstream.Peer;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An upstream on a raw socket that answers properly by default and misbehaves, byte by byte, where
 * a test tells it to. Counts the requests.
 */
final class ScriptedUpstream implements AutoCloseable {

  /** The content of its proper answers. */
  static final String WELL = "all is well ".repeat(20);

  /** Plays on a connection after a request; the connection is closed afterwards. */
  @FunctionalInterface
  interface Script {
    void play(Peer peer) throws IOException, InterruptedException;
  }

  private final RawUpstream server;
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  ScriptedUpstream() throws IOException {
    server = new RawUpstream(this::converse);
  }

  /** Uses a listening socket, for example one with TLS. */
  ScriptedUpstream(ServerSocket listening) {
    server = new RawUpstream(listening, this::converse);
  }

  private void converse(Peer peer) throws IOException, InterruptedException {
    while (true) {
      String[] line = peer.skipRequest().split(" ", 3);
      calls.computeIfAbsent(line[0] + ' ' + line[1], any -> new AtomicInteger()).incrementAndGet();
      Script script = scripts.get(line[1]);
      if (script != null) {
        script.play(peer);
        return;
      }
      String answer = ok(WELL);
      peer.send(line[0].equals("HEAD") ? answer.substring(0, answer.indexOf(WELL)) : answer);
    }
  }

  /** Lets a target misbehave; returns this. */
  ScriptedUpstream on(String target, Script script) {
    scripts.put(target, script);
    return this;
  }

  /** Lets a target answer properly again. */
  void heal(String target) {
    scripts.remove(target);
  }

  /** Returns the number of requests with a method and target. */
  int calls(String methodAndTarget) {
    AtomicInteger count = calls.get(methodAndTarget);
    return count == null ? 0 : count.get();
  }

  int port() {
    return server.origin().getPort();
  }

  String url() {
    return server.origin().toString();
  }

  /** Sends a text and closes the connection. */
  static Script saying(String text) {
    return peer -> peer.send(text);
  }

  /** Sends a text and resets the connection. */
  static Script sayingAndResetting(String text) {
    return peer -> {
      peer.send(text);
      peer.reset();
    };
  }

  /** Sends a text and then nothing until the other side closes. */
  static Script sayingAndHanging(String text) {
    return peer -> {
      peer.send(text);
      peer.readRemainder();
    };
  }

  /** Sends a head and then a text ten times a second until this upstream is closed. */
  Script dripping(String head, String drop) {
    return peer -> {
      peer.send(head);
      do {
        peer.send(drop);
      } while (!closing.await(100, TimeUnit.MILLISECONDS));
    };
  }

  /** Returns an answer with a length. */
  static String ok(String content, String... fields) {
    return "HTTP/1.1 200 OK\r\nContent-Length: "
        + content.length()
        + "\r\n"
        + String.join("", fields)
        + "\r\n"
        + content;
  }

  @Override
  public void close() {
    closing.countDown();
    server.close();
  }
}
