package io.apibuddy.http.jetty;

import io.apibuddy.ports.time.Ticker;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Jetty's clients, one for each file of trusted authorities: a connection that one mapping trusts
 * is never used by another that would not. Immutable.
 */
final class TrustedClients {

  /** In place of a file where only the JDK's authorities are trusted. */
  private static final String NONE = "";

  private final ClientSettings settings;
  private final UpstreamAddresses addresses;
  private final Ticker ticker;
  private final Map<String, TrustedClient> byFile;

  private TrustedClients(
      ClientSettings settings,
      UpstreamAddresses addresses,
      Ticker ticker,
      Map<String, TrustedClient> byFile) {
    this.settings = settings;
    this.addresses = addresses;
    this.ticker = ticker;
    this.byFile = Map.copyOf(byFile);
  }

  /**
   * Starts them.
   *
   * @param addresses those that they may connect to
   * @param ticker by which an upstream is distrusted for a while
   * @param blocking threads for the resolver and for the end of a client, which may block
   * @throws IllegalArgumentException if a file cannot be used; nothing was started
   */
  static TrustedClients start(
      ClientSettings settings, UpstreamAddresses addresses, Ticker ticker, Executor blocking) {
    return start(settings, addresses, ticker, Map.of(), blocking);
  }

  /**
   * Returns those for other settings: the clients for files that are wanted as before, and new ones
   * for the others, or for all if the way to the upstreams is another.
   *
   * @throws IllegalArgumentException if a file cannot be used; nothing was started
   */
  TrustedClients changed(ClientSettings changed, Executor blocking) {
    boolean sameWay = Objects.equals(changed.proxy(), settings.proxy());
    return start(changed, addresses, ticker, sameWay ? byFile : Map.of(), blocking);
  }

  private static TrustedClients start(
      ClientSettings settings,
      UpstreamAddresses addresses,
      Ticker ticker,
      Map<String, TrustedClient> known,
      Executor blocking) {
    Map<String, Supplier<SSLContext>> contexts = new HashMap<>();
    Map<String, TrustedClient> byFile = new HashMap<>();
    settings
        .settingsByFile(NONE)
        .forEach(
            (file, setting) -> {
              TrustedClient client = known.get(file);
              if (client != null) {
                byFile.put(file, client);
              } else {
                contexts.put(file, context(setting, file));
              }
            });
    contexts.forEach(
        (file, context) ->
            byFile.put(
                file,
                new TrustedClient(
                    UpstreamHttpClient.start(settings, context, addresses, ticker, blocking),
                    blocking)));
    return new TrustedClients(settings, addresses, ticker, byFile);
  }

  /** A file is read now, because it may be wrong. */
  private static Supplier<SSLContext> context(String setting, String file) {
    if (file.equals(NONE)) {
      return () -> TrustedAuthorities.sslContext(setting, null);
    }
    SSLContext context = TrustedAuthorities.sslContext(setting, file);
    return () -> context;
  }

  ClientSettings settings() {
    return settings;
  }

  /** Returns the client for the requests of a mapping. */
  TrustedClient of(String alias) {
    String usual = Objects.requireNonNullElse(settings.caFile(), NONE);
    return Objects.requireNonNull(byFile.get(settings.caFiles().getOrDefault(alias, usual)));
  }

  /** Returns all of them. */
  Collection<TrustedClient> all() {
    return byFile.values();
  }
}
