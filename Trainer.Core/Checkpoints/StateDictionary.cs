using System.Globalization;
using Trainer.Core.Text;
using static TorchSharp.torch;

namespace Trainer.Core.Checkpoints;

/// <summary>Named tensors and named values: the state of a run, of one part of it, or of a part of a part.</summary>
/// <remarks>
/// <para>
/// A name is a path, such as <c>optimizer/velocity/dense.weight</c>. <see cref="Section"/> gives a view in which the
/// first part of the path is left out; it shares its content with the whole.
/// </para>
/// <para>
/// Tensors are copied when they come in, to the CPU, outside of all dispose scopes, and copied again into their
/// destination when they go out: the dictionary owns what it holds, and disposing the whole or a section frees it all.
/// Numbers are kept as text that reads back as the same number. Not thread-safe; tensors are for the Torch thread.
/// </para>
/// </remarks>
public sealed class StateDictionary : IDisposable
{
    private const char Separator = '/';

    private readonly SortedDictionary<string, Tensor> _tensors;
    private readonly SortedDictionary<string, string> _values;
    private readonly string _prefix;

    /// <summary>Makes an empty one.</summary>
    public StateDictionary()
        : this(new(StringComparer.Ordinal), new(StringComparer.Ordinal), string.Empty)
    {
    }

    private StateDictionary(
        SortedDictionary<string, Tensor> tensors, SortedDictionary<string, string> values, string prefix)
    {
        _tensors = tensors;
        _values = values;
        _prefix = prefix;
    }

    /// <summary>
    /// The tensors of this section by the rest of their paths, in the order of code points. They stay the dictionary's.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => Within(_tensors);

    /// <summary>The values of this section by the rest of their paths, in the order of code points.</summary>
    public IReadOnlyDictionary<string, string> Values => Within(_values);

    /// <summary>A view of the names below one name.</summary>
    /// <param name="name">The first part of the path, such as <c>optimizer</c>.</param>
    public StateDictionary Section(string name) => new(_tensors, _values, _prefix + name + Separator);

    /// <summary>Whether there is a tensor or a value of that name.</summary>
    /// <param name="name">The path within this section.</param>
    public bool Contains(string name) => _tensors.ContainsKey(_prefix + name) || _values.ContainsKey(_prefix + name);

    /// <summary>Keeps a copy of a tensor, in place of one of that name.</summary>
    /// <param name="name">The path within this section.</param>
    /// <param name="value">The tensor, of any shape and type; stays the caller's.</param>
    public void Set(string name, Tensor value)
    {
        using IDisposable noGrad = no_grad();
        using Tensor own = value.detach();
        Tensor copy = own.cpu();
        if (value.device_type == TorchSharp.DeviceType.CPU)
        {
            // On the CPU, cpu() is no copy.
            using Tensor alias = copy;
            copy = alias.clone();
        }

        if (_tensors.Remove(_prefix + name, out Tensor? old))
        {
            old.Dispose();
        }

        _tensors.Add(_prefix + name, copy.DetachFromDisposeScope());
        GC.KeepAlive(value);
    }

    /// <summary>Keeps a text, in place of one of that name.</summary>
    /// <param name="name">The path within this section.</param>
    /// <param name="value">The text.</param>
    public void Set(string name, string value) => _values[_prefix + name] = value;

    /// <summary>Keeps a number, in place of one of that name.</summary>
    /// <param name="name">The path within this section.</param>
    /// <param name="value">The number.</param>
    public void Set(string name, long value) => Set(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Keeps a number, in place of one of that name.</summary>
    /// <param name="name">The path within this section.</param>
    /// <param name="value">The number; it may be infinite or not a number.</param>
    public void Set(string name, double value) => Set(name, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Copies a tensor into another one, in place.</summary>
    /// <param name="name">The path within this section.</param>
    /// <param name="destination">A tensor of the same shape, on any device.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="InvalidDataException">The shapes differ.</exception>
    public void CopyTo(string name, Tensor destination)
    {
        if (!_tensors.TryGetValue(_prefix + name, out Tensor? tensor))
        {
            throw Missing("tensor", name, _tensors.Keys);
        }

        if (!tensor.shape.AsSpan().SequenceEqual(destination.shape))
        {
            throw new InvalidDataException(
                $"The state's tensor '{_prefix}{name}' is {Shape(tensor)}, but {Shape(destination)} is wanted: "
                    + "it was saved from another network.");
        }

        using IDisposable noGrad = no_grad();
        destination.copy_(tensor);
    }

    /// <summary>A text.</summary>
    /// <param name="name">The path within this section.</param>
    /// <exception cref="KeyNotFoundException">There is no such text.</exception>
    public string GetString(string name) => _values.TryGetValue(_prefix + name, out string? value)
        ? value
        : throw Missing("value", name, _values.Keys);

    /// <summary>A whole number.</summary>
    /// <param name="name">The path within this section.</param>
    /// <exception cref="KeyNotFoundException">There is no such value.</exception>
    /// <exception cref="InvalidDataException">It is not a whole number.</exception>
    public long GetInt64(string name) =>
        long.TryParse(GetString(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Malformed(name, "a whole number");

    /// <summary>A number.</summary>
    /// <param name="name">The path within this section.</param>
    /// <exception cref="KeyNotFoundException">There is no such value.</exception>
    /// <exception cref="InvalidDataException">It is not a number.</exception>
    public double GetDouble(string name) =>
        double.TryParse(GetString(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw Malformed(name, "a number");

    /// <summary>Frees all tensors, also those of other sections of the same whole.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in _tensors.Values)
        {
            tensor.Dispose();
        }

        _tensors.Clear();
    }

    private static string Shape(Tensor tensor) =>
        tensor.shape.Length == 0 ? "a scalar" : string.Join('×', tensor.shape);

    private SortedDictionary<string, T> Within<T>(SortedDictionary<string, T> all)
    {
        var section = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach ((string name, T value) in all)
        {
            if (name.StartsWith(_prefix, StringComparison.Ordinal))
            {
                section.Add(name[_prefix.Length..], value);
            }
        }

        return section;
    }

    private KeyNotFoundException Missing(string kind, string name, IEnumerable<string> known) =>
        new(
            $"The state has no {kind} '{_prefix}{name}'.{NearestName.Question(_prefix + name, known)} It was saved by "
                + "something else, or by another version.");

    private InvalidDataException Malformed(string name, string expected) =>
        new($"The state's value '{_prefix}{name}' is '{GetString(name)}', which is not {expected}.");
}
