// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From the text of a sourceprint.yaml to values, by the schema. The first thing that is wrong ends it.
#include "config.h"

#include "nearest.h"
#include "own_flags.h"
#include "paths.h"
#include "pattern.h"

#include <inttypes.h>
#include <string.h>
#include <yaml.h>

#define DEEPEST 64 // brackets that are open at once

const struct driver_config_key driver_config_keys[DRIVER_KEY_COUNT] = {
#define DRIVER_X(name, key, type, scope, flag, setting, standard, example, help)                                       \
  {key, DRIVER_KEY_##type, DRIVER_SCOPE_##scope, flag, setting, standard, example, help},
    DRIVER_CONFIG_KEYS(DRIVER_X)
#undef DRIVER_X
};

const char *driver_config_key_path(enum driver_key key) {
  const char *name = driver_config_keys[key].name;
  return driver_config_keys[key].scope == DRIVER_SCOPE_CACHE ? driver_format("cache.%s", name) : name;
}

struct parse {
  struct driver_config *config;
  yaml_document_t *document;
};

// Notes what is wrong at a place; the first counts.
static void complain(struct parse *parse, const yaml_mark_t *mark, const char *text) {
  if (!parse->config->problem)
    parse->config->problem =
        driver_format("%s:%zu:%zu: error: %s", parse->config->path, mark->line + 1, mark->column + 1, text);
}

static const char *kind_of(const yaml_node_t *node) {
  switch (node->type) {
  case YAML_MAPPING_NODE:
    return "a mapping";
  case YAML_SEQUENCE_NODE:
    return "a list";
  default:
    return node->data.scalar.length ? driver_format("'%s'", (const char *)node->data.scalar.value) : "nothing";
  }
}

// The text of a scalar, or NULL after a complaint. A NUL would cut it.
static const char *text_of(struct parse *parse, const yaml_node_t *node, const char *name, const char *expected) {
  if (node->type == YAML_SCALAR_NODE && node->data.scalar.length > 0 &&
      strlen((const char *)node->data.scalar.value) == node->data.scalar.length)
    return driver_format("%s", (const char *)node->data.scalar.value);
  complain(parse, &node->start_mark, driver_format("%s takes %s, not %s", name, expected, kind_of(node)));
  return NULL;
}

static const char *suggestion(const char *word, const char *const *candidates, size_t count) {
  const char *nearest = driver_nearest(word, candidates, count);
  return nearest ? driver_format("; did you mean '%s'?", nearest) : "";
}

// One word of a list.
static void parse_item(struct parse *parse, const yaml_node_t *node, const struct driver_config_key *key,
                       struct driver_words *words) {
  const char *what = key->type == DRIVER_KEY_PATHS ? "paths, such as \"src/\"" : "patterns, such as \"on_*\"";
  const char *text = text_of(parse, node, key->name, driver_format("a list of %s", what));
  if (!text)
    return;
  if (key->type == DRIVER_KEY_PATHS && !driver_pattern_has_prefix(text))
    text = driver_pattern_path(parse->config->folder, text);
  const char *problem = driver_own_flag_problem(driver_own_flag(key->flag), text);
  if (problem)
    complain(parse, &node->start_mark, driver_format("%s: %s: %s", key->name, kind_of(node), problem));
  driver_words_add(words, text);
}

static void parse_list(struct parse *parse, const yaml_node_t *node, const struct driver_config_key *key,
                       struct driver_words *words) {
  if (node->type != YAML_SEQUENCE_NODE) {
    parse_item(parse, node, key, words);
    return;
  }
  for (yaml_node_item_t *item = node->data.sequence.items.start; item < node->data.sequence.items.top; item++)
    parse_item(parse, yaml_document_get_node(parse->document, *item), key, words);
  if (words->count == 0)
    complain(parse, &node->start_mark,
             driver_format("%s has an empty list; leave the key out for %s", key->name, key->standard));
}

static void parse_choice(struct parse *parse, const yaml_node_t *node, const struct driver_config_key *key,
                         struct driver_words *words) {
  const struct driver_own_flag *flag = driver_own_flag(key->flag);
  const char *values = driver_own_flag_values(flag);
  const char *text = text_of(parse, node, key->name, driver_format("one of %s", values));
  if (!text)
    return;
  size_t count = 0;
  while (flag->values[count])
    count++;
  if (driver_own_flag_problem(flag, text))
    complain(parse, &node->start_mark,
             driver_format("%s takes one of %s, not '%s'%s", key->name, values, text,
                           suggestion(text, flag->values, count)));
  driver_words_add(words, text);
}

static const char *absolute(const struct driver_config *config, const char *text) {
  const char *home = getenv("HOME");
  if (text[0] == '~' && (text[1] == '/' || text[1] == '\0') && home && *home)
    return driver_path_join(home, driver_format("./%s", text + 1));
  return driver_path_join(config->folder, text);
}

// Bytes as digits, or NULL.
static const char *bytes_of(const char *text) {
  static const char units[] = "KMG";
  char *end;
  uintmax_t bytes = text[0] >= '0' && text[0] <= '9' ? strtoumax(text, &end, 10) : 0;
  if (bytes == 0 || bytes > INT64_MAX >> 30)
    return NULL;
  const char *unit = *end ? strchr(units, *end) : NULL;
  if (*end && (!unit || end[1]))
    return NULL;
  return driver_format("%ju", unit ? bytes << 10 * (unit - units + 1) : bytes);
}

static void parse_text(struct parse *parse, const yaml_node_t *node, const struct driver_config_key *key,
                       struct driver_words *words) {
  const char *expected = key->type == DRIVER_KEY_SIZE   ? "a number of bytes, such as 500M"
                         : key->type == DRIVER_KEY_PATH ? "a path"
                                                        : "the name or path of a program";
  const char *text = text_of(parse, node, key->name, expected);
  if (!text)
    return;
  const char *value = text;
  if (key->type == DRIVER_KEY_SIZE)
    value = bytes_of(text);
  else if (key->type == DRIVER_KEY_PATH || strchr(text, '/'))
    value = absolute(parse->config, text);
  if (!value)
    complain(parse, &node->start_mark, driver_format("%s takes %s, not '%s'", key->name, expected, text));
  else
    driver_words_add(words, value);
}

static void parse_value(struct parse *parse, const yaml_node_t *node, enum driver_key number,
                        struct driver_config_value *value) {
  const struct driver_config_key *key = &driver_config_keys[number];
  value->line = (int)node->start_mark.line + 1;
  value->column = (int)node->start_mark.column + 1;
  if (key->type == DRIVER_KEY_PATHS || key->type == DRIVER_KEY_PATTERNS)
    parse_list(parse, node, key, &value->words);
  else if (key->type == DRIVER_KEY_CHOICE)
    parse_choice(parse, node, key, &value->words);
  else
    parse_text(parse, node, key, &value->words);
}

// The keys that may stand at a place. others: names of mappings that may stand there, too.
static bool find_key(struct parse *parse, const yaml_node_t *node, unsigned scopes, const char *const *others,
                     size_t *found) {
  const char *names[DRIVER_KEY_COUNT + 2], *list = "";
  size_t numbers[DRIVER_KEY_COUNT + 2], count = 0;
  for (size_t i = 0; i < DRIVER_KEY_COUNT; i++)
    if (scopes & 1u << driver_config_keys[i].scope) {
      numbers[count] = i;
      names[count++] = driver_config_keys[i].name;
    }
  for (size_t i = 0; others && others[i]; i++) {
    numbers[count] = DRIVER_KEY_COUNT + i;
    names[count++] = others[i];
  }
  const char *text = text_of(parse, node, "a mapping", "words as its keys");
  if (!text)
    return false;
  for (size_t i = 0; i < count; i++) {
    *found = numbers[i];
    if (strcmp(text, names[i]) == 0)
      return true;
    list = i ? driver_format("%s, %s", list, names[i]) : names[i];
  }
  const char *near = suggestion(text, names, count);
  complain(parse, &node->start_mark,
           driver_format("unknown key '%s'%s", text, *near ? near : driver_format("; there are %s", list)));
  return false;
}

// Whether a key stands in its mapping a second time, which YAML forbids and libyaml takes.
static bool is_repeated(struct parse *parse, const yaml_node_t *mapping, const yaml_node_pair_t *pair) {
  const yaml_node_t *key = yaml_document_get_node(parse->document, pair->key);
  for (yaml_node_pair_t *other = mapping->data.mapping.pairs.start; other < pair; other++) {
    const yaml_node_t *before = yaml_document_get_node(parse->document, other->key);
    if (before->type != YAML_SCALAR_NODE || key->type != YAML_SCALAR_NODE ||
        strcmp((const char *)before->data.scalar.value, (const char *)key->data.scalar.value) != 0)
      continue;
    complain(
        parse, &key->start_mark,
        driver_format("%s stands here a second time; it was on line %zu", kind_of(key), before->start_mark.line + 1));
    return true;
  }
  return false;
}

static bool is_mapping(struct parse *parse, const yaml_node_t *node, const char *name, const char *of) {
  if (node->type == YAML_MAPPING_NODE)
    return true;
  complain(parse, &node->start_mark, driver_format("%s takes a mapping of %s, not %s", name, of, kind_of(node)));
  return false;
}

// A mapping of keys alone: `cache`, or one of `folders`.
static void parse_keys(struct parse *parse, const yaml_node_t *node, enum driver_key_scope scope, const char *name,
                       struct driver_config_value *values) {
  if (!is_mapping(parse, node, name, "keys to values"))
    return;
  for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++) {
    size_t found;
    if (!find_key(parse, yaml_document_get_node(parse->document, pair->key), 1u << scope, NULL, &found) ||
        is_repeated(parse, node, pair))
      return;
    parse_value(parse, yaml_document_get_node(parse->document, pair->value), found, &values[found]);
  }
}

static void parse_folders(struct parse *parse, const yaml_node_t *node) {
  if (!is_mapping(parse, node, "folders", "paths to keys"))
    return;
  const yaml_node_pair_t *start = node->data.mapping.pairs.start, *top = node->data.mapping.pairs.top;
  parse->config->folders = driver_allocate((size_t)(top - start + 1) * sizeof *parse->config->folders);
  for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < top; pair++) {
    const yaml_node_t *key = yaml_document_get_node(parse->document, pair->key);
    struct driver_words words = {0};
    struct driver_config_folder *folder = &parse->config->folders[parse->config->folder_count++];
    parse_item(parse, key, &driver_config_keys[DRIVER_KEY_INSTRUMENT], &words);
    if (words.count == 0 || is_repeated(parse, node, pair))
      return;
    folder->pattern = words.word[0];
    parse_keys(parse, yaml_document_get_node(parse->document, pair->value), DRIVER_SCOPE_SOURCE, kind_of(key),
               folder->values);
  }
}

static void parse_top(struct parse *parse, const yaml_node_t *node) {
  static const char *const mappings[] = {"cache", "folders", NULL};
  if (!is_mapping(parse, node, DRIVER_CONFIG_NAME, "keys to values"))
    return;
  for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++) {
    const yaml_node_t *value = yaml_document_get_node(parse->document, pair->value);
    size_t found;
    if (!find_key(parse, yaml_document_get_node(parse->document, pair->key),
                  1u << DRIVER_SCOPE_TOP | 1u << DRIVER_SCOPE_SOURCE, mappings, &found) ||
        is_repeated(parse, node, pair))
      return;
    if (found < DRIVER_KEY_COUNT)
      parse_value(parse, value, found, &parse->config->values[found]);
    else if (found == DRIVER_KEY_COUNT)
      parse_keys(parse, value, DRIVER_SCOPE_CACHE, mappings[0], parse->config->values);
    else
      parse_folders(parse, value);
  }
}

// libyaml takes minutes for thousands of open brackets. Whether they stand in words or comments is not looked at: no
// sensible file has so many.
static bool is_shallow(struct parse *parse, const char *text, size_t bytes) {
  yaml_mark_t mark = {0};
  for (size_t i = 0, depth = 0; i < bytes; i++, mark.column++) {
    if (text[i] == '[' || text[i] == '{')
      depth++;
    else if (depth > 0 && (text[i] == ']' || text[i] == '}'))
      depth--;
    if (depth > DEEPEST) {
      complain(parse, &mark, "not YAML that could be meant: too many brackets are open");
      return false;
    }
    if (text[i] == '\n')
      mark = (yaml_mark_t){.line = mark.line + 1, .column = (size_t)-1};
  }
  return true;
}

void driver_config_parse(struct driver_config *config, const char *text, size_t bytes) {
  yaml_parser_t parser;
  yaml_document_t documents[2];
  struct parse parse = {.config = config, .document = &documents[0]};
  if (!is_shallow(&parse, text, bytes) || !yaml_parser_initialize(&parser))
    return;
  yaml_parser_set_input_string(&parser, (const unsigned char *)text, bytes);
  for (int i = 0; i < 2; i++) {
    if (!yaml_parser_load(&parser, &documents[i])) {
      // A byte that is no UTF-8 has an offset instead of a mark.
      complain(&parse, &parser.problem_mark,
               driver_format("not YAML: %s", parser.problem ? parser.problem : "damaged"));
      break;
    }
    const yaml_node_t *root = yaml_document_get_root_node(&documents[i]);
    if (root && i == 1)
      complain(&parse, &root->start_mark, "only one document is read");
    else if (root)
      parse_top(&parse, root);
    if (!root)
      break;
  }
}
