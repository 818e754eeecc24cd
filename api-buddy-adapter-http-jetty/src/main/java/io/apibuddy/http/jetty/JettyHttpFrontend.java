package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.http.HttpFrontend;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 and HTTP/1.0 server on Jetty's connector, that is, its selectors, end points and
 * buffers. Safe for concurrent use.
 */
final class JettyHttpFrontend implements HttpFrontend {

  private static final Duration SHORT_CONTENT_TIMEOUT = Duration.ofMillis(100);

  private volatile ServerSettings settings;
  private final Duration shortContentTimeout;
  private final ExchangeHandler handler;
  private final Notices notices;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean used;
  private @Nullable RunningServer running;

  JettyHttpFrontend(ServerSettings settings, ExchangeHandler handler, Notices notices) {
    this(settings, SHORT_CONTENT_TIMEOUT, handler, notices);
  }

  /**
   * Creates a front end that waits up to {@code shortContentTimeout} for short request content
   * before it starts an exchange.
   */
  JettyHttpFrontend(
      ServerSettings settings,
      Duration shortContentTimeout,
      ExchangeHandler handler,
      Notices notices) {
    this.settings = settings;
    this.shortContentTimeout = shortContentTimeout;
    this.handler = handler;
    this.notices = notices;
  }

  @Override
  public InetSocketAddress start() throws IOException {
    lock.lock();
    try {
      if (used) {
        throw new IllegalStateException("the front end was started or closed before");
      }
      ServerSocketChannel channel = bind();
      used = true;
      boolean started = false;
      try {
        RunningServer server =
            new RunningServer(channel, () -> settings, shortContentTimeout, handler, notices);
        running = server;
        server.start();
        started = true;
        return (InetSocketAddress) channel.getLocalAddress();
      } catch (Exception e) {
        throw new IOException("cannot serve on " + place() + ": " + e.getMessage(), e);
      } finally {
        if (!started) { // also after an Error: no thread can be created, a class is missing
          closeServer();
          channel.close();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private ServerSocketChannel bind() throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return channel.bind(
          new InetSocketAddress(settings.host(), settings.port()), RunningServer.BACKLOG);
    } catch (IOException
        | UnresolvedAddressException
        | UnsupportedAddressTypeException
        | SecurityException e) {
      channel.close();
      throw refusal(e);
    }
  }

  private String place() {
    String host = settings.host();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + settings.port();
  }

  /**
   * Returns the exception for a failed bind. It is a {@link BindException} only if the port is in
   * use or not permitted: Java throws that for an address of another machine, too.
   */
  private IOException refusal(Exception failure) {
    String refused = "cannot listen on " + place() + ": ";
    if (failure instanceof UnresolvedAddressException) {
      return new IOException(refused + "the host name has no address", failure);
    }
    if (failure instanceof UnsupportedAddressTypeException) {
      return new IOException(refused + "there is no IPv6 here", failure);
    }
    String message = String.valueOf(failure.getMessage());
    boolean inUse = failure instanceof BindException && message.contains("in use");
    boolean forbidden = failure instanceof SocketException && message.contains("ermission");
    if (!inUse && !forbidden) {
      return new IOException(refused + message, failure);
    }
    BindException noPort =
        new BindException(refused + (inUse ? "address already in use" : "permission denied"));
    noPort.initCause(failure);
    return noPort;
  }

  @Override
  public void reconfigure(Settings changed) {
    ServerSettings wanted = ServerSettings.from(changed);
    lock.lock();
    try {
      wanted.requireFixedAsIn(settings);
      settings = wanted;
      if (running != null) {
        running.reconfigure(wanted);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      used = true;
      closeServer();
    } finally {
      lock.unlock();
    }
  }

  private void closeServer() {
    if (running != null) {
      running.close(settings.shutdownGrace());
      running = null;
    }
  }
}
