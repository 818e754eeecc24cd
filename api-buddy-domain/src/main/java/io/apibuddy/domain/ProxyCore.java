package io.apibuddy.domain;

import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.exchange.Collaborators;
import io.apibuddy.domain.exchange.ExchangeService;
import io.apibuddy.domain.exchange.Management;
import io.apibuddy.domain.explain.Explanation;
import io.apibuddy.domain.explain.RequestDescription;
import io.apibuddy.domain.explain.ThrottleStanding;
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
 * The caching proxy without any technology: give it an {@link UpstreamClient} and an {@link
 * Executor}, hand it requests. Everything else has a default. Safe for concurrent use.
 */
public final class ProxyCore implements ExchangeHandler, AutoCloseable {
  private final ExchangeService exchanges;
  private final Management management;

  private ProxyCore(Collaborators collaborators, ProxyConfiguration configuration) {
    exchanges = new ExchangeService(collaborators, configuration);
    management = exchanges.management();
  }

  /** Returns a builder. */
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
  public Optional<CompletableFuture<ProxyResponse>> handleEventually(ProxyRequest request) {
    return exchanges.handleEventually(request);
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

  /** Takes over a changed configuration; exchanges in progress keep the one they began with. */
  public void reconfigure(ProxyConfiguration configuration) {
    exchanges.reconfigure(configuration);
  }

  /**
   * Writes down hits and counts of exchanges and removes what exceeds the store's bounds, in
   * bounded steps. To be called about once a second, by one thread at a time.
   */
  public void maintain() {
    exchanges.maintain();
  }

  /**
   * Removes stored responses.
   *
   * @param alias whose, null for all
   * @return how many there were
   * @throws StoreException if the store cannot; some may be gone
   */
  public long clear(@Nullable String alias) {
    return management.remove(EntrySelector.ofDomain(alias));
  }

  /**
   * Says what would become of a request now: which mapping and rule it meets, its key, what is
   * stored for it or comes near. Asks no upstream and changes nothing; may wait for the store.
   */
  public Explanation explain(RequestDescription described) {
    return management.explain(described);
  }

  /**
   * Removes one stored response; returns whether there was one.
   *
   * @throws StoreException if the store cannot
   */
  public boolean remove(EntryId id) {
    return management.remove(new EntrySelector.ById(id)) > 0;
  }

  /** Returns what is stored, by alias; an alias without entries is absent. */
  public Map<String, StoreStats> stats() {
    return management.stats();
  }

  /** Returns why the last answer that was to be stored was not, empty if it was. */
  public Optional<String> storeFailure() {
    return management.storeFailure();
  }

  /** Returns a page of what is stored, without content. */
  public EntryPage entries(EntryQuery query) {
    return management.entries(query);
  }

  /** Returns how each mapping stands with its limits, by alias. */
  public Map<String, ThrottleStanding> throttle() {
    return management.throttle();
  }

  /** Forgets a mapping's attempts, its penalty and the pauses that its upstream asked for. */
  public void resetThrottle(String alias) {
    management.resetThrottle(alias);
  }

  /**
   * Gives up what is in flight and reports what is not reported yet. The ports that were given stay
   * open: they are the giver's.
   */
  @Override
  public void close() {
    exchanges.close();
  }

  /** Collects ports and configuration; for use by one thread. */
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

    /** Sets what asks the upstreams; required. */
    public Builder upstreamClient(UpstreamClient client) {
      upstreamClient = client;
      return this;
    }

    /**
     * Sets where fetches run that outlive their client, and what may hold up the thread that brings
     * an answer; required. It should have no queue: a fetch that it rejects is answered with 503.
     */
    public Builder executor(Executor places) {
      executor = places;
      return this;
    }

    /** Sets the configuration; required. */
    public Builder configuration(ProxyConfiguration values) {
      configuration = values;
      return this;
    }

    /** Sets where responses are kept; in memory by default. */
    public Builder storage(Storage opened) {
      storage = opened;
      return this;
    }

    /** Sets what brings request bodies into canonical form; as they are by default. */
    public Builder bodyNormalizer(BodyNormalizer normalizer) {
      bodyNormalizer = normalizer;
      return this;
    }

    /** Sets where large request bodies are kept while they are read; the heap by default. */
    public Builder scratchSpace(ScratchSpace space) {
      scratchSpace = space;
      return this;
    }

    /** Sets what reads answers while they are stored; nothing by default. */
    public Builder responseInspector(ResponseInspector reader) {
      inspector = reader;
      return this;
    }

    /** Sets what counts exchanges, each on its own thread. */
    public Builder meter(ExchangeMeter counter) {
      meter = counter;
      return this;
    }

    /** Sets who is told what happens, behind a bounded queue. */
    public Builder listener(ExchangeListener observer) {
      listener = observer;
      return this;
    }

    /**
     * Sets where the listener is told, one task at a time; the {@linkplain #executor executor} by
     * default, where it waits for a place while fetches hold all of them.
     */
    public Builder listenerExecutor(Executor thread) {
      listenerExecutor = thread;
      return this;
    }

    /** Sets what there is below {@code /admin}, besides health and session; nothing by default. */
    public Builder adminResources(AdminResources resources) {
      adminResources = resources;
      return this;
    }

    /** Sets the wall clock. */
    public Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /** Sets the monotonic clock. */
    public Builder ticker(Ticker source) {
      ticker = source;
      return this;
    }

    /** Sets how a request waits for its turn at a limit; it blocks its thread by default. */
    public Builder pause(Pause waiting) {
      pause = waiting;
      return this;
    }

    /** Sets what makes request identifiers. */
    public Builder idGenerator(IdGenerator generator) {
      idGenerator = generator;
      return this;
    }

    /**
     * Returns the core.
     *
     * @throws NullPointerException if something required is missing
     */
    public ProxyCore build() {
      Executor places = Objects.requireNonNull(executor, "executor");
      Storage opened =
          storage == null ? new InMemoryStorage(AdapterContext.of(Settings.NONE)) : storage;
      return new ProxyCore(
          new Collaborators(
              Objects.requireNonNull(upstreamClient, "upstreamClient"),
              opened,
              places,
              bodyNormalizer,
              scratchSpace,
              inspector,
              listener,
              listenerExecutor == null ? places : listenerExecutor,
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
