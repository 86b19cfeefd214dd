using System.Text.Json;
using static TorchSharp.torch;

namespace Trainer.Core.Checkpoints;

/// <summary>
/// The JSON header of a safetensors file: an entry per tensor, in the order of their bytes, and text besides.
/// </summary>
internal sealed class SafeTensorsHeader
{
    /// <summary>The header's length, unsigned, little-endian, is what a file starts with.</summary>
    public const int PrefixLength = sizeof(ulong);

    /// <summary>The limit of the format, against files that are none.</summary>
    public const int MaxLength = 100_000_000;

    private const string MetadataName = "__metadata__";

    // Names are unique by the format; System.Text.Json would let the last of two win.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private SafeTensorsHeader(IReadOnlyList<SafeTensorsEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        Entries = entries;
        Metadata = metadata;
    }

    /// <summary>The tensors.</summary>
    public IReadOnlyList<SafeTensorsEntry> Entries { get; }

    /// <summary>The text.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>
    /// Plans a file: the largest values first, so that all are aligned; otherwise in the order given.
    /// </summary>
    public static SafeTensorsHeader Plan(
        IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var entries = new List<SafeTensorsEntry>();
        long offset = 0;
        foreach ((string name, Tensor tensor) in tensors.OrderByDescending(
            pair => SafeTensorsType.SizeOf(pair.Value.dtype)))
        {
            if (string.Equals(name, MetadataName, StringComparison.Ordinal))
            {
                throw new ArgumentException(
                    $"A tensor cannot be called '{MetadataName}': the format keeps that name for itself.",
                    nameof(tensors));
            }

            long length = tensor.numel() * SafeTensorsType.SizeOf(tensor.dtype);
            entries.Add(new SafeTensorsEntry(name, tensor.dtype, tensor.shape, offset, length));
            offset += length;
        }

        return new SafeTensorsHeader(entries, metadata);
    }

    /// <summary>Reads a header and checks everything that it says.</summary>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">How many bytes the file has behind it.</param>
    /// <param name="path">The file, for errors.</param>
    /// <exception cref="SafeTensorsException">The header is not sound.</exception>
    public static SafeTensorsHeader Parse(ReadOnlyMemory<byte> json, long dataLength, string path)
    {
        if (json.IsEmpty || json.Span[0] != (byte)'{')
        {
            throw new SafeTensorsException(path, "this is no safetensors file: its header does not begin with '{'.");
        }

        using JsonDocument document = ParseJson(json, path);
        var entries = new List<SafeTensorsEntry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (string.Equals(property.Name, MetadataName, StringComparison.Ordinal))
            {
                ReadMetadata(property.Value, metadata, path);
            }
            else
            {
                entries.Add(ReadEntry(property, path));
            }
        }

        entries.Sort((left, right) => (left.Offset, left.Length).CompareTo((right.Offset, right.Length)));
        RequireSeamless(entries, dataLength, path);
        return new SafeTensorsHeader(entries, metadata);
    }

    /// <summary>The header as JSON, padded with blanks so that the data behind it is aligned.</summary>
    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteMetadata(json);
            foreach (SafeTensorsEntry entry in Entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", SafeTensorsType.NameOf(entry.Type));
                WriteNumbers(json, "shape", entry.Shape);
                WriteNumbers(json, "data_offsets", [entry.Offset, entry.Offset + entry.Length]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % PrefixLength != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        if (Metadata.Count == 0)
        {
            return;
        }

        json.WriteStartObject(MetadataName);
        foreach ((string name, string text) in Metadata)
        {
            json.WriteString(name, text);
        }

        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static JsonDocument ParseJson(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            return JsonDocument.Parse(json, Strict);
        }
        catch (JsonException e)
        {
            throw new SafeTensorsException(path, $"the header is not sound JSON: {e.Message}");
        }
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new SafeTensorsException(
                path, $"'{MetadataName}' is {element.ValueKind}; it must be an object of strings.");
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            metadata.Add(property.Name, property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()!
                : throw new SafeTensorsException(
                    path,
                    $"'{MetadataName}' holds '{property.Name}', which is {property.Value.ValueKind}; "
                        + "it must be a string."));
        }
    }

    private static SafeTensorsEntry ReadEntry(JsonProperty property, string path)
    {
        JsonElement element = property.Value;
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("dtype", out JsonElement dtype)
            || dtype.ValueKind != JsonValueKind.String
            || !TryReadNumbers(element, "shape", out long[] shape)
            || !TryReadNumbers(element, "data_offsets", out long[] offsets)
            || offsets.Length != 2)
        {
            throw new SafeTensorsException(
                path,
                $"the entry of '{property.Name}' must be an object with dtype, shape and two data_offsets; "
                    + $"it is {element.GetRawText()}.");
        }

        if (!SafeTensorsType.TryParse(dtype.GetString(), out ScalarType type))
        {
            throw new SafeTensorsException(
                path,
                $"'{property.Name}' has values of type '{dtype.GetString()}'; "
                    + $"readable are {string.Join(", ", SafeTensorsType.Names)}.");
        }

        long found = offsets[1] - offsets[0];
        if (!TryCountBytes(shape, SafeTensorsType.SizeOf(type), out long needed) || found != needed)
        {
            throw new SafeTensorsException(
                path, $"'{property.Name}' has {found:N0} bytes ({offsets[0]} to {offsets[1]}); "
                    + $"{dtype.GetString()} values of shape {SafeTensorsFile.Describe(shape)} do not take as many.");
        }

        return new SafeTensorsEntry(property.Name, type, shape, offsets[0], found);
    }

    /// <summary>Whole numbers, none negative.</summary>
    private static bool TryReadNumbers(JsonElement element, string name, out long[] numbers)
    {
        numbers = [];
        if (!element.TryGetProperty(name, out JsonElement array) || array.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        numbers = new long[array.GetArrayLength()];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (array[i].ValueKind != JsonValueKind.Number || !array[i].TryGetInt64(out numbers[i]) || numbers[i] < 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryCountBytes(long[] shape, int size, out long bytes)
    {
        UInt128 product = (UInt128)size;
        foreach (long length in shape)
        {
            // Clamped, for a product of many large lengths would overflow even this type.
            product = UInt128.Min(product * (ulong)length, (UInt128)ulong.MaxValue);
        }

        bytes = product <= long.MaxValue ? (long)product : 0;
        return product <= long.MaxValue;
    }

    /// <summary>Every byte belongs to exactly one tensor.</summary>
    private static void RequireSeamless(List<SafeTensorsEntry> entries, long dataLength, string path)
    {
        long end = 0;
        string before = "the header";
        foreach (SafeTensorsEntry entry in entries)
        {
            if (entry.Offset != end)
            {
                string how = entry.Offset < end ? "overlaps" : "leaves a gap behind";
                throw new SafeTensorsException(
                    path, $"'{entry.Name}' starts at byte {entry.Offset} and {how} {before}, which ends at {end}.");
            }

            end += entry.Length;
            before = $"'{entry.Name}'";
        }

        if (end != dataLength)
        {
            string how = end > dataLength ? "it was cut short" : "something was appended to it";
            throw new SafeTensorsException(
                path,
                $"the file has {dataLength:N0} bytes behind its header, and the header speaks of {end:N0}: {how}.");
        }
    }
}
