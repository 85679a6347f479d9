package org.labactors.internal.code;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.labactors.design.Design;
import org.labactors.experiment.Experiment;

/** How the mapper of experiments and designs differs from others. */
final class CodeModule {

  private CodeModule() {}

  /** Writes and expects the class's name where an experiment or a design stands. */
  static final class ByName extends JacksonAnnotationIntrospector {
    private final transient ClassLoader loader;
    private final transient Consumer<Class<?>> written;

    ByName(ClassLoader loader, Consumer<Class<?>> written) {
      this.loader = loader;
      this.written = written;
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
        MapperConfig<?> config, AnnotatedClass annotated, JavaType type) {
      Class<?> raw = type.getRawClass();
      if (Experiment.class.isAssignableFrom(raw) || Design.class.isAssignableFrom(raw)) {
        return new StdTypeResolverBuilder()
            .init(JsonTypeInfo.Id.CUSTOM, new NamedClasses(loader, raw, written))
            .inclusion(JsonTypeInfo.As.PROPERTY)
            .typeProperty(CodeMapper.CLASS);
      }
      return super.findTypeResolver(config, annotated, type);
    }
  }

  /** What a lambda captured are no fields of its own. */
  static final class WithoutCaptured extends BeanSerializerModifier {
    @Override
    public List<BeanPropertyWriter> changeProperties(
        SerializationConfig config,
        BeanDescription description,
        List<BeanPropertyWriter> properties) {
      return description.getBeanClass().isHidden() ? List.of() : properties;
    }
  }

  /** Writes single precision with all digits of its double, whose text is the same everywhere. */
  static final class ExactFloat extends StdScalarSerializer<Float> {
    ExactFloat() {
      super(Float.class);
    }

    @Override
    public void serialize(Float value, JsonGenerator json, SerializerProvider serializers)
        throws IOException {
      json.writeNumber(value.doubleValue());
    }
  }
}
