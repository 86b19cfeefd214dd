using static TorchSharp.torch;

namespace Trainer.Core.Checkpoints;

/// <summary>The types of values that a safetensors file can hold, and what the format calls them.</summary>
internal static class SafeTensorsType
{
    private static readonly (string Name, ScalarType Type, int Size)[] Known =
    [
        ("F64", ScalarType.Float64, 8),
        ("I64", ScalarType.Int64, 8),
        ("F32", ScalarType.Float32, 4),
        ("I32", ScalarType.Int32, 4),
        ("BF16", ScalarType.BFloat16, 2),
        ("F16", ScalarType.Float16, 2),
        ("U8", ScalarType.Byte, 1),
        ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>The format's names.</summary>
    public static IEnumerable<string> Names => Known.Select(known => known.Name);

    /// <summary>The format's name of a type.</summary>
    /// <exception cref="NotSupportedException">The format, as far as it is written here, has no such type.</exception>
    public static string NameOf(ScalarType type) => Find(type).Name;

    /// <summary>Bytes per value.</summary>
    /// <exception cref="NotSupportedException">As for <see cref="NameOf"/>.</exception>
    public static int SizeOf(ScalarType type) => Find(type).Size;

    /// <summary>Finds the type that a name stands for.</summary>
    public static bool TryParse(string? name, out ScalarType type)
    {
        int index = Array.FindIndex(Known, known => string.Equals(known.Name, name, StringComparison.Ordinal));
        type = index < 0 ? default : Known[index].Type;
        return index >= 0;
    }

    private static (string Name, ScalarType Type, int Size) Find(ScalarType type)
    {
        int index = Array.FindIndex(Known, known => known.Type == type);
        return index >= 0
            ? Known[index]
            : throw new NotSupportedException(
                $"A tensor of type {type} cannot be written; a safetensors file can hold "
                    + $"{string.Join(", ", Known.Select(known => known.Type))}.");
    }
}
