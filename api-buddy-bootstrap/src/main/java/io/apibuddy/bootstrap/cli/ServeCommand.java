package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.ConfigurationLoader;
import io.apibuddy.bootstrap.config.LoadedConfiguration;
import io.apibuddy.bootstrap.config.Sources;
import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.log.ShutdownOutput;
import io.apibuddy.bootstrap.wiring.CallerParts;
import io.apibuddy.bootstrap.wiring.PartsCheck;
import io.apibuddy.bootstrap.wiring.Providers;
import io.apibuddy.bootstrap.wiring.ProxyAssembly;
import io.apibuddy.bootstrap.wiring.ProxySpec;
import io.apibuddy.bootstrap.wiring.RunningProxy;
import io.apibuddy.ports.store.StoreException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** The command {@code serve}: runs a proxy until the process is told to end. */
@Command(name = "serve", description = "Run the proxy (the default command).")
final class ServeCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Shutdown shutdown;
  private final ClassLoader providers;

  @Mixin private final ServeOptions options = new ServeOptions();

  ServeCommand(Terminal terminal, Shutdown shutdown, ClassLoader providers) {
    this.terminal = terminal;
    this.shutdown = shutdown;
    this.providers = providers;
  }

  @Override
  public Integer call() throws InterruptedException {
    return run(options);
  }

  int run(ServeOptions given) throws InterruptedException {
    FileWatch.FileState known =
        given.stored.config == null ? null : FileWatch.FileState.of(given.stored.config);
    LoadedConfiguration loaded =
        LoadedConfiguration.load(
            new ConfigurationLoader(
                new Providers(providers).storages(),
                new KeyFile(terminal.environment(), terminal.home())),
            Sources.of(given.assignments())
                .withFile(given.stored.config)
                .withEnvironment(terminal.environment()),
            ConsoleLogging.quiet(new PartsCheck(providers, true)));
    ConsoleLogging.configure(loaded.configuration());
    InstanceRegistration instance = new InstanceRegistration(terminal);
    RunningProxy proxy = start(loaded, instance);
    instance.register(
        proxy.url(), proxy.storage(), proxy.configuration().current().proxy().access());
    new Banner(terminal).print(proxy);
    UnusedProxy.hint(terminal.environment(), loaded.configuration())
        .ifPresent(terminal.err()::println);
    FileWatch watch = given.watch(proxy, known, terminal.err());
    StatusLineUpdater status = given.status(proxy, terminal);
    shutdown.await(
        () -> {
          watch.close();
          status.close();
          instance.unregister();
          close(proxy);
        });
    return ExitCode.OK;
  }

  private RunningProxy start(LoadedConfiguration loaded, InstanceRegistration instance) {
    try {
      return ProxyAssembly.start(
          new ProxySpec(
              loaded,
              "cli",
              CallerParts.NONE,
              providers,
              changed -> {
                ConsoleLogging.configure(changed);
                instance.update(changed.proxy().access());
              },
              new CacheDirectory(terminal.environment(), terminal.home())));
    } catch (ConfigurationException e) {
      new PartsCheck(providers, true).requireAll(loaded.configuration()); // reports all at once
      throw e;
    } catch (CacheException e) {
      throw e.kind() == StoreException.Kind.LOCKED ? locked(e) : e;
    }
  }

  private static CacheException locked(CacheException e) {
    return new CacheException(
        new StoreException(
            StoreException.Kind.LOCKED,
            e.getMessage()
                + "\nWith --store PATH or --store memory this one has a store of its own",
            e));
  }

  private void close(RunningProxy proxy) {
    StopNotice notice =
        StopNotice.begin(terminal.out(), proxy.configuration().current().server().shutdownGrace());
    try {
      proxy.close();
    } finally {
      notice.end();
    }
    ShutdownOutput.write(
        () -> {
          new SavingsReport(terminal.out()).print("Stopped after", proxy.metrics().metrics());
          terminal.out().flush();
        });
  }
}
