package org.labactors.internal.value;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.CanonicalValue;
import org.labactors.experiment.ValueVisitor;

/** Whether JSON of everybody's has all numbers in a value: none is NaN or infinite. */
public final class Finiteness implements ValueVisitor<Boolean> {

  private static final Finiteness VISITOR = new Finiteness();

  private Finiteness() {}

  /** Whether all numbers in a canonical value are finite. */
  public static boolean of(@Nullable Object value) {
    return CanonicalValue.visit(value, VISITOR);
  }

  @Override
  public Boolean missing() {
    return true;
  }

  @Override
  public Boolean truth(boolean value) {
    return true;
  }

  @Override
  public Boolean whole(long value) {
    return true;
  }

  @Override
  public Boolean real(double value) {
    return Double.isFinite(value);
  }

  @Override
  public Boolean text(String value) {
    return true;
  }

  @Override
  public Boolean list(List<? extends @Nullable Object> values) {
    return values.stream().allMatch(Finiteness::of);
  }

  @Override
  public Boolean map(Map<String, ? extends @Nullable Object> values) {
    return values.values().stream().allMatch(Finiteness::of);
  }
}
