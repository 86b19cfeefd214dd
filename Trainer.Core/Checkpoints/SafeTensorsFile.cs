using System.Buffers.Binary;
using System.Collections.ObjectModel;
using Trainer.Core.Text;
using static TorchSharp.torch;

namespace Trainer.Core.Checkpoints;

/// <summary>
/// Tensors with names in a file of the public safetensors format: eight bytes with the length of a JSON header, the
/// header, and the values of the tensors one behind another, little-endian and in row-major order.
/// </summary>
/// <remarks>
/// Source: https://github.com/huggingface/safetensors. Types: F64, F32, F16, BF16, I64, I32, U8 and BOOL. Reading is
/// strict: names are unique, every byte behind the header belongs to exactly one tensor, and no more is read than what
/// is asked for. Not for two threads at once.
/// </remarks>
public sealed class SafeTensorsFile : IDisposable
{
    /// <summary>What the names of such files end with.</summary>
    public const string Extension = ".safetensors";

    private const int BufferSize = 1 << 20;

    private readonly FileStream _stream;
    private readonly SafeTensorsHeader _header;
    private readonly long _dataStart;

    private SafeTensorsFile(string path, FileStream stream, SafeTensorsHeader header, long dataStart)
    {
        Path = path;
        _stream = stream;
        _header = header;
        _dataStart = dataStart;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Text that the writer added, by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>The tensors, in the order of their bytes.</summary>
    public IReadOnlyList<SafeTensorsEntry> Entries => _header.Entries;

    /// <summary>Writes a file; it is whole at every moment.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="tensors">
    /// The tensors, on any device and in any memory order; each is written in row-major order. One at a time is copied.
    /// </param>
    /// <param name="metadata">Text to add, by name.</param>
    /// <exception cref="NotSupportedException">The format does not know a tensor's type.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));

    /// <summary>Writes the content of such a file to a stream.</summary>
    /// <param name="stream">The stream; stays open. It need not be able to seek.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="metadata">Text to add, by name.</param>
    /// <exception cref="NotSupportedException">The format does not know a tensor's type.</exception>
    public static void Write(
        Stream stream,
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        SafeTensorsHeader header = SafeTensorsHeader.Plan(
            tensors, metadata ?? ReadOnlyDictionary<string, string>.Empty);
        byte[] json = header.ToJson();
        Span<byte> prefix = stackalloc byte[SafeTensorsHeader.PrefixLength];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)json.Length);
        stream.Write(prefix);
        stream.Write(json);
        foreach (SafeTensorsEntry entry in header.Entries.Where(entry => entry.Length > 0))
        {
            // Weights may be channels-last in memory, or on another device.
            using IDisposable noGrad = no_grad();
            using Tensor here = tensors[entry.Name].cpu();
            using Tensor rowMajor = here.contiguous();
            rowMajor.WriteBytesToStream(stream, BufferSize);
        }

        GC.KeepAlive(tensors);
    }

    /// <summary>Opens a file, reads its header and checks it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SafeTensorsException">
    /// The file is not of this format, damaged, or has types that cannot be read.
    /// </exception>
    public static SafeTensorsFile Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            byte[] json = ReadHeader(stream, path);
            long dataStart = SafeTensorsHeader.PrefixLength + json.Length;
            return new SafeTensorsFile(
                path, stream, SafeTensorsHeader.Parse(json, stream.Length - dataStart, path), dataStart);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads one tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The tensor, on the CPU; the caller's.</returns>
    /// <exception cref="SafeTensorsException">There is no tensor of that name.</exception>
    public Tensor Read(string name)
    {
        SafeTensorsEntry entry = Find(name);
        Tensor tensor = empty([.. entry.Shape], entry.Type);
        Fill(tensor, entry);
        return tensor;
    }

    /// <summary>Reads one tensor into another one's memory.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="destination">
    /// Takes the values; of the same shape, and of the same type or, where both are floating-point numbers, another
    /// one. Its memory order, device and place in a network stay.
    /// </param>
    /// <exception cref="SafeTensorsException">There is no tensor of that name, or it does not fit.</exception>
    public void CopyTo(string name, Tensor destination)
    {
        SafeTensorsEntry entry = Find(name);
        if (!entry.Shape.SequenceEqual(destination.shape))
        {
            throw new SafeTensorsException(
                Path, $"'{name}' has shape {Describe(entry.Shape)}; {Describe(destination.shape)} is needed. "
                    + "The file belongs to another network or another number of classes.");
        }

        using IDisposable noGrad = no_grad();
        using Tensor values = Read(name);
        if (values.dtype != destination.dtype && !(values.is_floating_point() && destination.is_floating_point()))
        {
            throw new SafeTensorsException(
                Path, $"'{name}' has values of type {values.dtype}; {destination.dtype} is needed.");
        }

        destination.copy_(values);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>A shape as the documentation writes it.</summary>
    internal static string Describe(IReadOnlyList<long> shape) =>
        shape.Count == 0 ? "of a single value" : string.Join('×', shape);

    private static byte[] ReadHeader(FileStream stream, string path)
    {
        Span<byte> prefix = stackalloc byte[SafeTensorsHeader.PrefixLength];
        int found = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        if (found < prefix.Length)
        {
            throw new SafeTensorsException(
                path, $"the file has {found} bytes; a safetensors file has at least {prefix.Length} and a header.");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafeTensorsHeader.MaxLength)
        {
            throw new SafeTensorsException(
                path,
                $"this is no safetensors file: its header would have {length:N0} bytes; "
                    + $"{SafeTensorsHeader.MaxLength:N0} are allowed.");
        }

        if ((long)length > stream.Length - prefix.Length)
        {
            throw new SafeTensorsException(
                path,
                $"the file was cut short: it has {stream.Length:N0} bytes, and its header alone would have "
                    + $"{length:N0}.");
        }

        byte[] json = new byte[length];
        stream.ReadExactly(json);
        return json;
    }

    private SafeTensorsEntry Find(string name) =>
        Entries.FirstOrDefault(entry => string.Equals(entry.Name, name, StringComparison.Ordinal))
            ?? throw new SafeTensorsException(
                Path, $"there is no tensor '{name}'.{NearestName.Question(name, Entries.Select(entry => entry.Name))}");

    private void Fill(Tensor tensor, SafeTensorsEntry entry)
    {
        if (entry.Length > 0)
        {
            _stream.Position = _dataStart + entry.Offset;
            tensor.ReadBytesFromStream(_stream, (int)Math.Min(entry.Length, BufferSize));
        }
    }
}
