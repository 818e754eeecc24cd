package io.apibuddy.domain.exchange;

import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.content.RequestBodies;
import io.apibuddy.domain.fields.UpstreamFields;
import io.apibuddy.domain.fields.Via;
import io.apibuddy.domain.fill.RequestCollapser;
import io.apibuddy.domain.fill.UpstreamFetcher;
import io.apibuddy.domain.intake.AccessCheck;
import io.apibuddy.domain.intake.BodyDigester;
import io.apibuddy.domain.intake.HeadReader;
import io.apibuddy.domain.intake.Intake;
import io.apibuddy.domain.intake.SecurityNotices;
import io.apibuddy.domain.security.AdminRateLimit;
import io.apibuddy.domain.security.Sessions;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.domain.store.StoreUpkeep;
import io.apibuddy.domain.store.UseRecorder;
import io.apibuddy.domain.throttle.Throttle;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.memory.ByteBudget;
import io.apibuddy.ports.store.StoreStats;
import io.apibuddy.ports.store.local.StoreNotices;
import java.util.Map;

/** The objects that handle exchanges, wired once. */
final class ExchangeParts {
  private final Collaborators collaborators;

  final byte[] secret;
  final ObserverQueue events;
  final GuardedResponseStore store;
  final Removals removals;
  final Throttle throttle;
  final AccessCheck accessCheck;
  final Intake intake;
  final HeadReader heads;
  final SecurityNotices security;
  final Administration administration;
  final Responses responses;
  final FillStarter fills;
  final MappedExchange mapped;
  final Explainer explainer;
  final StoreUpkeep upkeep;
  final JournalUpkeep journal;

  ExchangeParts(Collaborators collaborators, ProxyConfiguration configuration) {
    this.collaborators = collaborators;
    this.secret = collaborators.storage().secret();
    Via via = new Via(collaborators.ids().next());
    events = new ObserverQueue(collaborators.listener(), collaborators.listenerExecutor());
    ExchangeTally tally = new ExchangeTally();
    Observer observer = new Observer(events, tally, collaborators.meter(), collaborators.ticker());
    StoreNotices notices = new StoreNotices(events, collaborators.ticker());
    store =
        new GuardedResponseStore(
            collaborators.storage().responses(), collaborators.inspector(), notices);
    RequestCollapser collapser = new RequestCollapser();
    removals = new Removals(collapser, store);
    AdminRateLimit adminRate = new AdminRateLimit();
    Sessions sessions = new Sessions();
    accessCheck = new AccessCheck(adminRate, sessions, collaborators.ticker());
    intake = new Intake(via);
    heads = new HeadReader(accessCheck, intake);
    responses =
        new Responses(
            new ResponseAssembler(via),
            observer,
            new ThrottleNotices(events, collaborators.ticker()),
            collaborators.clock());
    security = new SecurityNotices(events);
    administration =
        new Administration(
            new AdminResourcesWithHealth(collaborators.adminResources()),
            sessions,
            responses,
            security,
            adminRate,
            collaborators.ticker());
    throttle =
        new Throttle(
            collaborators.storage().throttle(),
            notices,
            collaborators.clock(),
            collaborators.ticker(),
            collaborators.pause());
    Invalidator invalidator = new Invalidator(removals, store);
    UpstreamCalls calls =
        new UpstreamCalls(
            new UpstreamFetcher(
                new GuardedUpstreamClient(collaborators.upstream(), events),
                collaborators.ticker()),
            new UpstreamFields(via),
            throttle,
            observer,
            collaborators.ticker());
    PassThrough passThrough =
        new PassThrough(
            calls, invalidator, collaborators.executor(), responses, collaborators.clock());
    ByteBudget inFlight = new ByteBudget(configuration.spoolBudget());
    StoredBodies stored = new StoredBodies(store, inFlight);
    fills =
        new FillStarter(
            collapser,
            collaborators.executor(),
            inFlight,
            calls,
            invalidator,
            store,
            stored,
            responses,
            new NoStoreNotices(events),
            collaborators.clock());
    UseRecorder uses = new UseRecorder();
    CachedExchange cached =
        new CachedExchange(
            store, stored, fills, passThrough, responses, uses, collaborators.clock());
    ByteBudget keyBodies = new ByteBudget(configuration.keyBodyBudget());
    RequestBodies bodies = new RequestBodies(collaborators.scratchSpace(), keyBodies);
    BodyDigester digester = new BodyDigester(collaborators.normalizer(), keyBodies);
    mapped = new MappedExchange(cached, passThrough, calls, bodies, digester, store, responses);
    explainer = new Explainer(intake, bodies, digester, store, collaborators.clock());
    upkeep = new StoreUpkeep(store, uses, collaborators.clock(), collaborators.ticker());
    journal =
        new JournalUpkeep(
            collaborators.storage().metrics(),
            tally,
            notices,
            collaborators.clock(),
            collaborators.ticker());
  }

  /**
   * Returns the stamp of an exchange that begins now.
   *
   * @param fields the fields of its request
   */
  Exchange.Stamp stamp(Headers fields) {
    return new Exchange.Stamp(
        collaborators.clock().instant(),
        collaborators.ticker().nanos(),
        fields,
        collaborators.ids());
  }

  Map<String, StoreStats> stats() {
    return store.stats(collaborators.clock().instant());
  }
}
