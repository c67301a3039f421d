-- The values of the portfolio, one row each of what has an identity. Every foreign key has an index, as PostGraphile advises.
CREATE SCHEMA portfolio;
SET search_path TO portfolio;

CREATE TABLE person (
  id text PRIMARY KEY,
  name text
);

CREATE TABLE metric (
  id text PRIMARY KEY,
  code text NOT NULL,
  name text,
  kind text NOT NULL,
  direction text NOT NULL
);

CREATE TABLE improvement (
  id text PRIMARY KEY,
  title text,
  started date NOT NULL,
  delivered date,
  verdict text,
  difference numeric,
  margin numeric,
  holding boolean
);

CREATE TABLE initiative (
  id text PRIMARY KEY,
  program text NOT NULL,
  code text NOT NULL,
  name text,
  begins date,
  status text NOT NULL,
  owner_id text REFERENCES person,
  level integer,
  settling boolean,
  falls_on date,
  holds_back text[],
  reach text[],
  latest_delivered_id text REFERENCES improvement,
  primary_metric_id text REFERENCES metric,
  signal text,
  UNIQUE (program, code)
);
CREATE INDEX ON initiative (code);
CREATE INDEX ON initiative (owner_id);
CREATE INDEX ON initiative (latest_delivered_id);
CREATE INDEX ON initiative (primary_metric_id);
