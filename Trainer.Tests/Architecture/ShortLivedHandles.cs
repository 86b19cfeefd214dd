using TorchSharp;

namespace Trainer.Tests.Architecture;

/// <summary>
/// Knows what in TorchSharp hands the native handle of an object to libtorch that nobody keeps alive: what makes scalars, tensors of
/// single values and generators for the duration of one call, and all that calls it.
/// </summary>
/// <remarks>
/// TorchSharp's virtual calls are followed to where they are declared only; what a layer's <c>forward</c> does is found by the type of the
/// layer that is made.
/// </remarks>
internal sealed class ShortLivedHandles
{
    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> _baseTypes;
    private readonly ILookup<string, string> _forwards;

    private ShortLivedHandles()
    {
        string path = typeof(torch).Assembly.Location;
        IReadOnlyList<CompiledMethod> methods = CompiledMethod.AllIn(path);
        _baseTypes = CompiledMethod.BaseTypesIn(path);
        _forwards = methods.Where(method => method.Name.StartsWith($"{method.Type}.forward(", StringComparison.Ordinal))
            .ToLookup(method => method.Type, method => method.Name, StringComparer.Ordinal);
        bool found = true;
        while (found)
        {
            found = false;
            foreach (CompiledMethod method in methods.Where(method => !Makes(method.Name) && !_reasons.ContainsKey(method.Name)))
            {
                string? callee = method.Calls.Select(call => call.Name).FirstOrDefault(name => Makes(name) || _reasons.ContainsKey(name));
                if (callee is not null)
                {
                    _reasons.Add(method.Name, callee);
                    found = true;
                }
            }
        }
    }

    /// <summary>What there is in the TorchSharp that this build uses.</summary>
    public static ShortLivedHandles InTorchSharp { get; } = new();

    /// <summary>Whether a method makes such an object; who calls it has to keep the object alive.</summary>
    public static bool Makes(string method) =>
        method.StartsWith("TorchSharp.Scalar.op_Implicit(", StringComparison.Ordinal)
        || method.StartsWith("TorchSharp.Scalar..ctor(", StringComparison.Ordinal)
        || method.StartsWith("TorchSharp.ScalarExtensionMethods.ToScalar(", StringComparison.Ordinal)
        || method.StartsWith("TorchSharp.torch+Tensor.ToScalar(", StringComparison.Ordinal)
        || method.StartsWith("TorchSharp.torch+Tensor.op_Implicit(", StringComparison.Ordinal)
        || method.StartsWith("TorchSharp.torch+Generator.get_Default(", StringComparison.Ordinal);

    /// <summary>Why a call is not safe from a garbage collection: the chain of calls to what makes the object. Null if it is.</summary>
    public string? Reason((string Name, string Result) call) =>
        Makes(call.Name) ? call.Name
        : Chain(call.Name) is { } chain ? chain
        : Forward(call.Result) is { } forward && Chain(forward) is { } inLayer ? $"{call.Name} -> {inLayer}"
        : null;

    private string? Chain(string method)
    {
        if (!_reasons.TryGetValue(method, out string? callee))
        {
            return null;
        }

        return $"{method} -> {Chain(callee) ?? callee}";
    }

    /// <summary>The method that computes a layer: its own, or that of the nearest base type with one.</summary>
    private string? Forward(string type)
    {
        while (_baseTypes.TryGetValue(type, out string? baseType))
        {
            if (_forwards[type].FirstOrDefault() is { } forward)
            {
                return forward;
            }

            type = baseType;
        }

        return null;
    }
}
