using TorchSharp;

namespace Trainer.Tests.Architecture;

/// <summary>
/// Knows what in TorchSharp hands the native handle of an object to libtorch that nobody keeps alive: what makes scalars, tensors of
/// single values and generators for the duration of one call, and all that calls it.
/// </summary>
/// <remarks>
/// Virtual calls are followed to where they are declared only; what a layer's <c>forward</c> or an optimizer's <c>step</c> does is found by
/// the type that is made.
/// </remarks>
internal sealed class ShortLivedHandles
{
    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> _baseTypes;
    private readonly ILookup<string, string> _works;

    private ShortLivedHandles()
    {
        string path = typeof(torch).Assembly.Location;
        IReadOnlyList<CompiledMethod> methods = CompiledMethod.AllIn(path);
        _baseTypes = CompiledMethod.BaseTypesIn(path);
        _works = methods
            .Where(method => method.Name.StartsWith($"{method.Type}.forward(", StringComparison.Ordinal) || method.Name.StartsWith($"{method.Type}.step(", StringComparison.Ordinal))
            .ToLookup(method => method.Type, method => method.Name, StringComparer.Ordinal);
        bool found = true;
        while (found)
        {
            found = false;
            foreach (CompiledMethod method in methods.Where(method => !Makes(method.Name) && !_reasons.ContainsKey(method.Name)))
            {
                string? callee = method.Calls.Select(Reach).FirstOrDefault(name => name is not null && !string.Equals(name, method.Name, StringComparison.Ordinal));
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
        || method.StartsWith("TorchSharp.torch+Generator.get_Default(", StringComparison.Ordinal)
        || method.StartsWith("TorchSharp.torch+Generator..ctor(", StringComparison.Ordinal)
        || method.StartsWith("TorchSharp.torch.manual_seed(", StringComparison.Ordinal)
        || method.StartsWith("TorchSharp.torch+random.manual_seed(", StringComparison.Ordinal);

    /// <summary>Why a call is not safe from a garbage collection: the chain of calls to what makes the object. Null if it is.</summary>
    public string? Reason((string Name, string Result) call) => Reach(call) switch
    {
        null => null,
        string method when string.Equals(method, call.Name, StringComparison.Ordinal) => Chain(method),
        string work => $"{call.Name} -> {Chain(work)}",
    };

    private string Chain(string method) => _reasons.TryGetValue(method, out string? callee) ? $"{method} -> {Chain(callee)}" : method;

    /// <summary>What a call comes to that is not safe: the method itself, or the work of the object that it returns; null for nothing.</summary>
    private string? Reach((string Name, string Result) call) =>
        Makes(call.Name) || _reasons.ContainsKey(call.Name) ? call.Name : Works(call.Result).FirstOrDefault(_reasons.ContainsKey);

    /// <summary>The methods that do a layer's or an optimizer's work: its own, or those of the nearest base type with any.</summary>
    private IEnumerable<string> Works(string type)
    {
        while (_baseTypes.TryGetValue(type, out string? baseType))
        {
            if (_works[type].Any())
            {
                return _works[type];
            }

            type = baseType;
        }

        return [];
    }
}
