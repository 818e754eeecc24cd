package io.apibuddy.domain;

import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.exchange.Collaborators;
import io.apibuddy.domain.exchange.ExchangeService;
import io.apibuddy.domain.exchange.Management;
import io.apibuddy.domain.explain.Explanation;
import io.apibuddy.domain.explain.RequestDescription;
import io.apibuddy.domain.explain.ThrottleStatus;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.admin.AdminResources;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.http.BodyNormalizer;
import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.Rejection;
import io.apibuddy.ports.http.ResponseInspector;
import io.apibuddy.ports.http.ScratchSpace;
import io.apibuddy.ports.meter.ExchangeMeter;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.EntryPage;
import io.apibuddy.ports.store.EntryQuery;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.time.IdGenerator;
import io.apibuddy.ports.time.Pause;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP caching proxy without a server, an HTTP client or files of its own. Build it with an
 * {@link UpstreamClient}, an {@link Executor} and a configuration, then hand it requests; every
 * other port has a default. Safe for concurrent use.
 */
public final class ProxyCore implements ExchangeHandler, AutoCloseable {
  private final ExchangeService exchanges;
  private final Management management;

  private ProxyCore(Collaborators collaborators, ProxyConfiguration configuration) {
    exchanges = new ExchangeService(collaborators, configuration);
    management = exchanges.management();
  }

  /** Returns a new builder. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public ProxyResponse handle(ProxyRequest request) throws InterruptedException {
    return exchanges.handle(request);
  }

  @Override
  public Optional<ProxyResponse> handleImmediately(ProxyRequest request) {
    return exchanges.handleImmediately(request);
  }

  @Override
  public Optional<CompletableFuture<ProxyResponse>> handleAsync(ProxyRequest request) {
    return exchanges.handleAsync(request);
  }

  @Override
  public ProxyResponse rejected(Rejection rejection) {
    return exchanges.rejected(rejection);
  }

  @Override
  public ProxyResponse rejected(Rejection rejection, ProxyRequest request) {
    return exchanges.rejected(rejection, request);
  }

  @Override
  public ProxyResponse rejected(Rejection rejection, ProxyResponse unsent) {
    return exchanges.rejected(rejection, unsent);
  }

  /**
   * Replaces the configuration for requests that arrive from now on. Exchanges in progress keep the
   * configuration that they began with.
   */
  public void reconfigure(ProxyConfiguration configuration) {
    exchanges.reconfigure(configuration);
  }

  /**
   * Flushes the recorded uses of entries and the counts of exchanges to the storage, and removes
   * expired entries and those beyond the store's bounds, a bounded number per call. Call it about
   * once a second, from one thread at a time.
   */
  public void maintain() {
    exchanges.maintain();
  }

  /**
   * Removes the stored responses of one alias, or of all.
   *
   * @param alias the alias, null for all
   * @return how many responses were removed
   * @throws StoreException if the removal is not on disk; the responses may be hidden nevertheless
   */
  public long clear(@Nullable String alias) {
    return management.remove(EntrySelector.ofDomain(alias));
  }

  /**
   * Explains how a request would be answered now: its mapping and rule, its cache key, and the
   * stored response that would answer it, or the nearest ones. Asks no upstream and changes
   * nothing. May wait for the store.
   */
  public Explanation explain(RequestDescription described) {
    return management.explain(described);
  }

  /**
   * Removes one stored response.
   *
   * @return whether there was such a response
   * @throws StoreException if the removal is not on disk; it may be hidden nevertheless
   */
  public boolean remove(EntryId id) {
    return management.remove(new EntrySelector.ById(id)) > 0;
  }

  /**
   * Returns how much is stored, by alias. An alias without entries is absent; the map is empty if
   * the store fails.
   */
  public Map<String, StoreStats> stats() {
    return management.stats();
  }

  /**
   * Returns why the latest attempt to store a response failed, empty if it did not or none was
   * made.
   */
  public Optional<String> storeFailure() {
    return management.storeFailure();
  }

  /**
   * Returns a page of stored responses, without their content; an empty page if the store fails.
   *
   * @throws IllegalArgumentException if the cursor is not one of the store's
   */
  public EntryPage entries(EntryQuery query) {
    return management.entries(query);
  }

  /** Returns the state of each mapping's limits, by alias. */
  public Map<String, ThrottleStatus> throttle() {
    return management.throttle();
  }

  /**
   * Forgets a mapping's counted attempts, its penalty and the pauses that its upstream asked for.
   */
  public void resetThrottle(String alias) {
    management.resetThrottle(alias);
  }

  /**
   * Cancels the fetches in flight and flushes what is not reported yet. The ports stay open:
   * whoever passed them to the builder closes them.
   */
  @Override
  public void close() {
    exchanges.close();
  }

  /** Builds a {@link ProxyCore} from ports and a configuration. Not safe for concurrent use. */
  public static final class Builder {
    private @Nullable UpstreamClient upstreamClient;
    private @Nullable Executor executor;
    private @Nullable Executor listenerExecutor;
    private @Nullable ProxyConfiguration configuration;
    private @Nullable Storage storage;
    private BodyNormalizer bodyNormalizer = BodyNormalizer.AS_IS;
    private ScratchSpace scratchSpace = Collaborators.scratchSpaceInMemory();
    private ResponseInspector inspector = ResponseInspector.NONE;
    private ExchangeListener listener = ExchangeListener.NONE;
    private AdminResources adminResources = AdminResources.NONE;
    private ExchangeMeter meter = ExchangeMeter.NONE;
    private InstantSource clock = InstantSource.system();
    private Ticker ticker = Ticker.system();
    private Pause pause = Pause.blocking();
    private IdGenerator idGenerator = IdGenerator.random();

    private Builder() {}

    /** Sets the client that sends requests to the upstreams; required. */
    public Builder upstreamClient(UpstreamClient value) {
      upstreamClient = value;
      return this;
    }

    /**
     * Sets the executor that runs fetches, which may outlive the client that caused them, and work
     * that would block the thread that delivers an upstream's answer; required. It should have no
     * queue: a fetch that it rejects is answered with 503.
     */
    public Builder executor(Executor value) {
      executor = value;
      return this;
    }

    /** Sets the configuration; required. */
    public Builder configuration(ProxyConfiguration value) {
      configuration = value;
      return this;
    }

    /** Sets the storage of responses, counts and limits; in memory by default. */
    public Builder storage(Storage value) {
      storage = value;
      return this;
    }

    /**
     * Sets how request bodies are normalized for the cache key; by default they count as they are.
     */
    public Builder bodyNormalizer(BodyNormalizer value) {
      bodyNormalizer = value;
      return this;
    }

    /** Sets where large request bodies are held while their key is made; on the heap by default. */
    public Builder scratchSpace(ScratchSpace value) {
      scratchSpace = value;
      return this;
    }

    /** Sets the inspector that reads responses while they are stored; none by default. */
    public Builder responseInspector(ResponseInspector value) {
      inspector = value;
      return this;
    }

    /**
     * Sets the meter, called at the end of each exchange on that exchange's thread; none by
     * default.
     */
    public Builder meter(ExchangeMeter value) {
      meter = value;
      return this;
    }

    /** Sets the listener, called behind a bounded queue; none by default. */
    public Builder listener(ExchangeListener value) {
      listener = value;
      return this;
    }

    /**
     * Sets the executor that calls the listener, one task at a time. By default it is the
     * {@linkplain #executor executor} of fetches, where the task waits while fetches take all
     * places.
     */
    public Builder listenerExecutor(Executor value) {
      listenerExecutor = value;
      return this;
    }

    /** Sets the resources below {@code /admin} besides health and session; none by default. */
    public Builder adminResources(AdminResources value) {
      adminResources = value;
      return this;
    }

    /** Sets the wall clock; the system's by default. */
    public Builder clock(InstantSource value) {
      clock = value;
      return this;
    }

    /** Sets the monotonic clock; the system's by default. */
    public Builder ticker(Ticker value) {
      ticker = value;
      return this;
    }

    /** Sets how a thread waits until a limit has room; by default it sleeps. */
    public Builder pause(Pause value) {
      pause = value;
      return this;
    }

    /** Sets the generator of request identifiers; random ones by default. */
    public Builder idGenerator(IdGenerator value) {
      idGenerator = value;
      return this;
    }

    /**
     * Returns a new core.
     *
     * @throws NullPointerException if a required port or the configuration is missing
     */
    public ProxyCore build() {
      Executor fetchExecutor = Objects.requireNonNull(executor, "executor");
      Storage openStorage =
          storage == null ? new InMemoryStorage(AdapterContext.of(Settings.NONE)) : storage;
      return new ProxyCore(
          new Collaborators(
              Objects.requireNonNull(upstreamClient, "upstreamClient"),
              openStorage,
              fetchExecutor,
              bodyNormalizer,
              scratchSpace,
              inspector,
              listener,
              listenerExecutor == null ? fetchExecutor : listenerExecutor,
              adminResources,
              meter,
              clock,
              ticker,
              pause,
              idGenerator),
          Objects.requireNonNull(configuration, "configuration"));
    }
  }
}
