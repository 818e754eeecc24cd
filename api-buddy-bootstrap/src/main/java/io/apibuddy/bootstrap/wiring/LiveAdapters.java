package io.apibuddy.bootstrap.wiring;

import com.google.inject.Inject;
import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.store.HotTierStorage;
import io.apibuddy.ports.http.HttpFrontend;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.upstream.UpstreamClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Applies changed settings to the adapters: to all whose settings changed, or to none. Adapters
 * that the caller provided are left alone. For use by one thread at a time.
 */
final class LiveAdapters {
  private final ProxySpec spec;
  private final StorageChoice choice;
  private final Storage storage;
  private final UpstreamClient upstreamClient;
  private final HttpFrontend frontend;

  @Inject
  LiveAdapters(
      ProxySpec spec,
      StorageChoice choice,
      Storage storage,
      UpstreamClient upstreamClient,
      HttpFrontend frontend) {
    this.spec = spec;
    this.choice = choice;
    this.storage = storage;
    this.upstreamClient = upstreamClient;
    this.frontend = frontend;
  }

  /**
   * Applies the differences between two configurations.
   *
   * @throws ConfigurationException if an adapter refuses its settings or fails; the others then get
   *     their former settings back
   */
  void reconfigure(Configuration before, Configuration after) {
    Deque<Runnable> undoActions = new ArrayDeque<>();
    try {
      if (spec.callerParts().upstreamClient() == null) {
        change(before.client(), after.client(), upstreamClient::reconfigure, undoActions);
      }
      change(
          before.server().settings(),
          after.server().settings(),
          frontend::reconfigure,
          undoActions);
      if (spec.callerParts().storage() == null) {
        change(
            choice.settings(before.storage()),
            choice.settings(after.storage()),
            storage::reconfigure,
            undoActions);
      }
    } catch (Exception | LinkageError e) { // not every language checks exceptions
      undo(undoActions);
      throw e instanceof IllegalArgumentException refused
          ? after.positions().refused(refused)
          : new ConfigurationException("an adapter failed to apply the change: " + described(e));
    }
    if (storage instanceof HotTierStorage tiered) {
      tiered.resize(after.storage().memoryMaxBytes());
    }
  }

  private static void undo(Deque<Runnable> undoActions) {
    for (Runnable undo : undoActions) {
      try {
        undo.run();
      } catch (Exception | LinkageError e) {
        // Goes on, so that the other adapters get their former settings back.
      }
    }
  }

  private static String described(Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    return thrown + (frames.length == 0 ? "" : " at " + frames[0]);
  }

  private static void change(
      Settings before, Settings after, Consumer<Settings> adapter, Deque<Runnable> undoActions) {
    if (!after.equals(before)) {
      adapter.accept(after);
      undoActions.push(() -> adapter.accept(before));
    }
  }
}
