using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trainer.Host.Configuration;

/// <summary>A setting that is a number or the word <c>auto</c>.</summary>
/// <param name="Value">The number; null for <c>auto</c>.</param>
[TypeConverter(typeof(TextConverter))]
[JsonConverter(typeof(AutoCountJsonConverter))]
internal readonly record struct AutoCount(int? Value)
{
    /// <summary>Whether the program chooses the number.</summary>
    public bool IsAuto => Value is null;

    /// <summary>Reads a number or <c>auto</c>.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static AutoCount Parse(string text) => text.Equals("auto", StringComparison.OrdinalIgnoreCase)
        ? default
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value)
            ? new AutoCount(value)
            : throw new FormatException($"'{text}' is neither a whole number nor 'auto'.");

    /// <summary>Writes it as it is read.</summary>
    public override string ToString() => Value?.ToString(CultureInfo.InvariantCulture) ?? "auto";

    /// <summary>For the settings' binder.</summary>
    private sealed class TextConverter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
            sourceType == typeof(string);

        public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            Parse((string)value);
    }

    /// <summary>For <c>config.json</c>.</summary>
    private sealed class AutoCountJsonConverter : JsonConverter<AutoCount>
    {
        public override AutoCount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? new AutoCount(reader.GetInt32()) : Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, AutoCount value, JsonSerializerOptions options)
        {
            if (value.Value is { } number)
            {
                writer.WriteNumberValue(number);
            }
            else
            {
                writer.WriteStringValue(value.ToString());
            }
        }
    }
}
