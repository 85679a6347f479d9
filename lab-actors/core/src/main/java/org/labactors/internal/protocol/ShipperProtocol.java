package org.labactors.internal.protocol;

import akka.actor.typed.ActorRef;
import akka.stream.SourceRef;
import akka.util.ByteString;
import java.util.Optional;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.wire.CborSerializable;
import org.labactors.notebook.RecordOptions;
import org.labactors.protocol.LabProtocol;
import org.labactors.study.RunId;
import org.labactors.study.Study;

/** What is told to the actor that sends code to other nodes, and what it replies. */
public final class ShipperProtocol {

  private ShipperProtocol() {}

  /** Everything a shipper understands: requests, and what it tells itself. */
  public interface Command {}

  /** What others may ask of a shipper. */
  public sealed interface Request extends Command permits Pack, Offer, Fetch, Forget {}

  /**
   * Pack a study; the reply is an {@link Event}.
   *
   * @param options which code it needs beside the jars that its classes are in, and what the
   *     notebook has noted as its code
   */
  public record Pack(RunId run, Study study, RecordOptions options, ActorRef<Event> replyTo)
      implements Request {}

  /** Offer for a run what was packed before; the reply is an {@link Event}. */
  public record Offer(RunId run, SentStudy study, ActorRef<Event> replyTo) implements Request {}

  /** Ship what has this digest. */
  public record Fetch(String digest, ActorRef<Shipped> replyTo)
      implements Request, CborSerializable {}

  /** A run has ended. */
  public record Forget(RunId run) implements Request {}

  /**
   * The answer to {@link Fetch}.
   *
   * @param bytes what was asked for; empty if there is nothing of that digest
   */
  public record Shipped(String digest, Optional<SourceRef<ByteString>> bytes)
      implements CborSerializable {}

  /** What becomes of packing. */
  public sealed interface Event extends LabProtocol.Command permits Packed, Refused {}

  /** A study may be sent. */
  public record Packed(RunId run, SentStudy study) implements Event {}

  /** A study cannot be sent; the text is for the user. */
  public record Refused(RunId run, String why) implements Event {}
}
