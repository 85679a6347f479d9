package org.labactors.internal.fault;

import akka.actor.setup.ActorSystemSetup;
import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import akka.dispatch.ForkJoinExecutorConfigurator;
import akka.dispatch.MonitorableThreadFactory;
import akka.dispatch.ThreadPoolExecutorConfigurator;
import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads of a dispatcher, of the kind that its key {@code watched-executor} names. An error
 * that ends the actor system is told to its {@link FirstFault} first: the actor library prints a
 * stack trace and lets the process wait.
 */
public final class WatchedExecutor extends ExecutorServiceConfigurator {

  private final ExecutorServiceConfigurator executor;
  private final ActorSystemSetup setup;

  /** Made by the actor library. */
  public WatchedExecutor(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    String kind = config.getString("watched-executor");
    this.executor =
        kind.equals("fork-join-executor")
            ? new ForkJoinExecutorConfigurator(config.getConfig(kind), prerequisites)
            : new ThreadPoolExecutorConfigurator(config.getConfig(kind), prerequisites);
    this.setup = prerequisites.settings().setup();
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    return executor.createExecutorServiceFactory(
        id,
        setup
            .get(FirstFault.class)
            .filter(fault -> threads instanceof MonitorableThreadFactory)
            .<ThreadFactory>map(fault -> watched((MonitorableThreadFactory) threads, fault))
            .orElse(threads));
  }

  private static MonitorableThreadFactory watched(
      MonitorableThreadFactory threads, FirstFault fault) {
    Thread.UncaughtExceptionHandler usual = threads.exceptionHandler();
    return new MonitorableThreadFactory(
        threads.name(),
        threads.daemonic(),
        threads.contextClassLoader(),
        (thread, failure) -> {
          if (Shortage.isFatal(failure)) {
            fault.happened(failure);
          } else {
            usual.uncaughtException(thread, failure);
          }
        },
        new AtomicLong());
  }
}
